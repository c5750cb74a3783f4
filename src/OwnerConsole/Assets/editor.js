// Edits Markdown as formatted text. The text area stays the form's field: without this script, or in Markdown mode, people edit it directly.
import { baseKeymap, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { MarkdownParser, MarkdownSerializer, defaultMarkdownParser, defaultMarkdownSerializer, schema as basic } from "prosemirror-markdown";
import { Schema } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";

// A variable is one unit, so that formatting can't split it and its name isn't escaped.
const schema = new Schema({
  nodes: basic.spec.nodes
    .remove("image")
    .update("heading", { ...basic.spec.nodes.get("heading"), content: "(text | variable)*" })
    .addToEnd("variable", {
      group: "inline",
      inline: true,
      atom: true,
      attrs: { name: { validate: "string" } },
      parseDOM: [{ tag: "span[data-variable]", getAttrs: (element) => ({ name: element.dataset.variable }) }],
      toDOM: (node) => ["span", { class: "variable", "data-variable": node.attrs.name }, node.attrs.name],
      leafText: (node) => `{{${node.attrs.name}}}`,
    }),
  marks: basic.spec.marks,
});

const tokenizer = defaultMarkdownParser.tokenizer;
tokenizer.disable(["image", "html_inline", "html_block"], true);
tokenizer.inline.ruler.before("escape", "variable", (state, silent) => {
  const found = /^\{\{\s*([a-z_.]+)\s*\}\}/.exec(state.src.slice(state.pos, state.pos + 100));
  if (!found) return false;
  if (!silent) state.push("variable", "", 0).meta = found[1];
  state.pos += found[0].length;
  return true;
});
const { image: _, ...tokens } = defaultMarkdownParser.tokens;
const parser = new MarkdownParser(schema, tokenizer, { ...tokens, variable: { node: "variable", getAttrs: (token) => ({ name: token.meta }) } });
const serializer = new MarkdownSerializer(
  { ...defaultMarkdownSerializer.nodes, variable: (state, node) => state.text(`{{${node.attrs.name}}}`, false) },
  defaultMarkdownSerializer.marks,
);

const { nodes, marks } = schema;
const keys = {
  "Mod-b": toggleMark(marks.strong),
  "Mod-i": toggleMark(marks.em),
  "Mod-z": undo,
  "Mod-y": redo,
  "Shift-Mod-z": redo,
  Enter: splitListItem(nodes.list_item),
  "Mod-]": sinkListItem(nodes.list_item),
  "Mod-[": liftListItem(nodes.list_item),
};
const rules = inputRules({
  rules: [
    wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
    wrappingInputRule(/^(\d+)\.\s$/, nodes.ordered_list, (match) => ({ order: Number(match[1]) })),
    wrappingInputRule(/^\s*([-+*])\s$/, nodes.bullet_list),
    textblockTypeInputRule(/^(#{1,3})\s$/, nodes.heading, (match) => ({ level: match[1].length })),
  ],
});

/** Whether the text has something that formatted text doesn't support, such as tables and logic of templates. */
const isPlainOnly = (text) => /^\s*\|?.*-{3,}.*\|/m.test(text) || /\{\{\s*[^a-z\s]/.test(text) || /!\[/.test(text);

/** Adds an editor to each text area that has none. */
export function attach() {
  for (const field of document.querySelectorAll("textarea[data-markdown]")) if (!field.nextElementSibling?.matches(".editor")) open(field);
}

function open(field) {
  const frame = document.createElement("div");
  frame.className = "editor";
  const bar = frame.appendChild(document.createElement("div"));
  bar.className = "editor-bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Formatting");
  const place = frame.appendChild(document.createElement("div"));
  field.after(frame);

  let view;
  const run = (command) => () => {
    command(view.state, view.dispatch, view);
    view.focus();
  };
  const tools = [
    ["Bold", "B", run(toggleMark(marks.strong)), "strong"],
    ["Italic", "I", run(toggleMark(marks.em)), "em"],
    ["Heading", "H", run((state, dispatch) => setBlockType(state.selection.$from.parent.type === nodes.heading ? nodes.paragraph : nodes.heading, { level: 2 })(state, dispatch))],
    ["Bulleted list", "•", run(wrapInList(nodes.bullet_list))],
    ["1. Numbered list", "1.", run(wrapInList(nodes.ordered_list))],
    ["Quote", "“", run(wrapIn(nodes.blockquote))],
  ].map(([label, sign, act, mark]) => {
    const button = tool(bar, label, sign, act);
    button.classList.add(`editor-${mark ?? "block"}`);
    return { button, mark: mark && marks[mark] };
  });
  const address = addLink(bar, () => view);
  addVariables(bar, field, (name) => {
    view.dispatch(view.state.tr.replaceSelectionWith(nodes.variable.create({ name })));
    view.focus();
  });
  const mode = tool(bar, "Edit as Markdown", "Markdown", () => (view ? close() : start()));
  mode.classList.add("push");

  function start() {
    frame.classList.remove("editor-off");
    field.hidden = true;
    field.dataset.required = field.required;
    field.required = false; // the browser can't show its message at a hidden field; the server checks it
    const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`)?.textContent ?? field.getAttribute("aria-label") ?? "Text";
    view = new EditorView(place, {
      state: EditorState.create({ doc: parser.parse(field.value), plugins: [rules, history(), keymap(keys), keymap(baseKeymap)] }),
      attributes: { role: "textbox", "aria-multiline": "true", "aria-label": label.trim(), class: "in editor-text", dir: "auto" },
      dispatchTransaction(change) {
        view.updateState(view.state.apply(change));
        mark();
        if (!change.docChanged) return;
        field.value = serializer.serialize(view.state.doc, { tightLists: true });
        field.dispatchEvent(new Event("input", { bubbles: true }));
      },
    });
    mode.setAttribute("aria-pressed", "false");
    mark();
  }

  function close() {
    view.destroy();
    view = undefined;
    frame.classList.add("editor-off");
    field.hidden = false;
    field.required = field.dataset.required === "true";
    mode.setAttribute("aria-pressed", "true");
    field.focus();
  }

  /** Shows which formats the selection has. */
  function mark() {
    const { from, to, empty, $from } = view.state.selection;
    for (const { button, mark } of tools)
      if (mark)
        button.setAttribute("aria-pressed", String(Boolean(empty ? mark.isInSet(view.state.storedMarks ?? $from.marks()) : view.state.doc.rangeHasMark(from, to, mark))));
    address.show();
  }

  if (isPlainOnly(field.value)) {
    frame.classList.add("editor-off");
    mode.setAttribute("aria-pressed", "true");
  } else start();
}

function tool(bar, label, sign, act) {
  const button = bar.appendChild(document.createElement("button"));
  Object.assign(button, { type: "button", title: label, textContent: sign });
  button.setAttribute("aria-label", label);
  button.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
  button.addEventListener("click", act);
  return button;
}

/** A field for the address of the selected text. An empty address removes the link. */
function addLink(bar, view) {
  const input = bar.appendChild(document.createElement("input"));
  Object.assign(input, { type: "url", placeholder: "Link: https://…", className: "editor-link" });
  input.setAttribute("aria-label", "Address of the selected text's link");
  const apply = () => {
    const { state, dispatch } = view();
    const { from, to, empty } = state.selection;
    const href = input.value.trim();
    if (empty) return;
    const cleared = state.tr.removeMark(from, to, marks.link);
    dispatch(href ? cleared.addMark(from, to, marks.link.create({ href })) : cleared);
  };
  input.addEventListener("change", apply);
  input.addEventListener("input", (event) => event.stopPropagation()); // the form's preview doesn't depend on it
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // it would submit the form
    apply();
    view().focus();
  });
  return {
    show() {
      if (document.activeElement === input) return;
      const { from, $from, to, empty } = view().state.selection;
      let link = empty ? marks.link.isInSet($from.marks()) : undefined;
      if (!empty) view().state.doc.nodesBetween(from, to, (node) => void (link ??= marks.link.isInSet(node.marks)));
      input.value = link?.attrs.href ?? "";
      input.disabled = empty;
    },
  };
}

function addVariables(bar, field, insert) {
  const list = bar.appendChild(document.createElement("select"));
  list.setAttribute("aria-label", "Insert a variable");
  const names = (field.dataset.markdown ?? "").split(" ").filter(Boolean);
  list.hidden = names.length === 0;
  list.append(new Option("Variable…", ""), ...names.map((name) => new Option(name, name)));
  list.addEventListener("input", (event) => event.stopPropagation());
  list.addEventListener("change", () => {
    if (list.value) insert(list.value);
    list.value = "";
  });
}
