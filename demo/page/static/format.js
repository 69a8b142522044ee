// Times, days and sizes as a Vietnamese reader expects them.
import { t } from "./texts.js";

const clock = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false });
const day = new Intl.DateTimeFormat("vi-VN", { day: "numeric", month: "long" });
const key = (date) => `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;

export const timeOf = (seconds) => clock.format(new Date(seconds * 1000));
export const dayKey = (seconds) => key(new Date(seconds * 1000));

export function dayName(seconds) {
  const date = new Date(seconds * 1000);
  const yesterday = new Date();
  yesterday.setDate(yesterday.getDate() - 1);
  if (key(date) === key(new Date())) return t("message.today");
  if (key(date) === key(yesterday)) return t("message.yesterday");
  return day.format(date);
}

export function size(bytes) {
  if (!bytes) return "";
  if (bytes < 1024) return `${bytes} B`;
  const kilo = bytes / 1024;
  const [value, unit] = kilo < 1024 ? [kilo, "KB"] : [kilo / 1024, "MB"];
  return `${value.toLocaleString("vi-VN", { maximumFractionDigits: 1 })} ${unit}`;
}

export const count = (number) => number.toLocaleString("vi-VN");
