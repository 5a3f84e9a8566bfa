import { examineSessionsOver } from "./examine.ts";

examineSessionsOver("udp");
