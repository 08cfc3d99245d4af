// Array.prototype.push as Node has it; has to be imported before pdf.js, whose polyfills replace it.
export const nativePush = Array.prototype.push
