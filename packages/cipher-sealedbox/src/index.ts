export { sealedBox } from "./sealed-box.ts";
