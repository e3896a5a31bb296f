// Builds frontend/dist/: style sheets, scripts and fonts of the portal. Run: npm ci && node build.mjs
// Nothing is built when no input has changed since the last run (dist/.stamp holds their hash).

import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const dist = join(here, "dist");
const stamp = join(dist, ".stamp");

const WEIGHTS = [400, 700];
const FONTS = [
  { family: "Noto Sans", folder: "noto-sans", subsets: ["latin", "latin-ext", "cyrillic", "greek"] },
  { family: "Noto Sans Arabic", folder: "noto-sans-arabic", subsets: ["arabic"] },
];

function inputs() {
  const listed = ["scss", "scripts"].flatMap((folder) => readdirSync(join(here, folder)).sort().map((name) => join(folder, name)));
  return [...listed, "build.mjs", "package.json", "package-lock.json", "NOTICE"];
}

function fingerprint() {
  const hash = createHash("sha256");
  for (const name of inputs()) hash.update(name).update("\0").update(readFileSync(join(here, name))).update("\0");
  return hash.digest("hex");
}

function copyFonts() {
  mkdirSync(join(dist, "fonts"), { recursive: true });
  const faces = [];
  for (const { family, folder, subsets } of FONTS) {
    const ranges = JSON.parse(readFileSync(join(modules, "@fontsource", folder, "unicode.json"), "utf8"));
    for (const subset of subsets) {
      for (const weight of WEIGHTS) {
        const file = `${folder}-${subset}-${weight}-normal.woff2`;
        cpSync(join(modules, "@fontsource", folder, "files", file), join(dist, "fonts", file));
        faces.push(
          `@font-face{font-family:"${family}";font-style:normal;font-weight:${weight};font-display:swap;` +
            `src:url("../fonts/${file}") format("woff2");unicode-range:${ranges[subset]}}`,
        );
      }
    }
  }
  return faces.join("\n");
}

async function styles(faces) {
  // Loaded here, not on top, so that an unchanged tree costs no start of the compiler.
  const [sass, { default: postcss }, { default: rtlcss }] = await Promise.all([
    import("sass"),
    import("postcss"),
    import("postcss-rtlcss"),
  ]);
  mkdirSync(join(dist, "styles"), { recursive: true });
  for (const name of ["public", "officer"]) {
    const compiled = sass.compile(join(here, "scss", `${name}.scss`), {
      loadPaths: [modules],
      style: "compressed",
      charset: false, // the mark would stand behind our font faces and break the first rule
      quietDeps: true,
      logger: sass.Logger.silent,
    });
    const mirrored = await postcss([rtlcss({ mode: "combined" })]).process(compiled.css, { from: undefined });
    if (/GDS Transport|govuk-crest|\.woff"?\)/.test(mirrored.css)) throw new Error(`${name}.css refers to assets that may not be shipped`);
    writeFileSync(join(dist, "styles", `${name}.css`), `${faces}\n${mirrored.css}\n`);
  }
}

function scripts() {
  mkdirSync(join(dist, "scripts"), { recursive: true });
  const govuk = readFileSync(join(modules, "govuk-frontend", "dist", "govuk", "govuk-frontend.min.js"), "utf8");
  // One module instead of an import, so that hashed file names need no rewriting inside scripts.
  const exported = govuk.match(/export\s*\{([^}]*)\}\s*;?/);
  const start = exported?.[1].split(",").map((part) => part.trim().split(/\s+as\s+/)).find((pair) => pair.at(-1) === "initAll")?.[0];
  if (!start) throw new Error("govuk-frontend no longer exports initAll");
  const own = ["timeout", "filter", "announce", "print", "autosave", "decide"].map((name) => `{\n${readFileSync(join(here, "scripts", `${name}.js`), "utf8")}}\n`);
  const base = govuk.replace(exported[0], "").replace(/\/\/# sourceMappingURL=.*$/m, "");
  writeFileSync(join(dist, "scripts", "portal.js"), `${base};\n${start}();\n${own.join("")}`);
  cpSync(join(here, "scripts", "js-enabled.js"), join(dist, "scripts", "js-enabled.js"));
  cpSync(join(modules, "htmx.org", "dist", "htmx.min.js"), join(dist, "scripts", "htmx.min.js"));
}

function licences() {
  const target = join(dist, "licences");
  mkdirSync(target, { recursive: true });
  cpSync(join(here, "NOTICE"), join(target, "NOTICE.txt"));
  const named = { "govuk-frontend": "govuk-frontend", "htmx.org": "htmx", "@fontsource/noto-sans": "noto-sans", "@fontsource/noto-sans-arabic": "noto-sans-arabic" };
  for (const [folder, name] of Object.entries(named)) {
    const file = readdirSync(join(modules, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (file) cpSync(join(modules, folder, file), join(target, `${name}.txt`));
  }
}

const wanted = fingerprint();
if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) {
  console.error("frontend: up to date");
} else {
  for (const part of ["fonts", "styles", "scripts", "licences"]) rmSync(join(dist, part), { recursive: true, force: true });
  rmSync(stamp, { force: true });
  mkdirSync(dist, { recursive: true });
  await styles(copyFonts());
  scripts();
  licences();
  writeFileSync(stamp, wanted);
  console.error("frontend: built");
}
