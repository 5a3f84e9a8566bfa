import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateSharedKey } from "@countersign/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Chat } from "./fixtures/chat.ts";
