import { examineSessionsOver } from "./examine.ts";

examineSessionsOver("memory");
