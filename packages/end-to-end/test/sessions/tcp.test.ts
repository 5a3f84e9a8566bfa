import { examineSessionsOver } from "./examine.ts";

examineSessionsOver("tcp");
