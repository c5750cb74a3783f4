using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Imports.Pages;

/// <summary>Words and badges of imports on pages.</summary>
internal static class ImportLabels
{
    public static (Glyph Glyph, Tone Tone, string Text) Badge(DataImport import) =>
        import switch
        {
            { State: ImportState.Applying, IsStopped: true } => (Glyph.Pause, Tone.Soon, "Stopped"),
            { State: ImportState.Mapping } => (Glyph.List, Tone.Info, "Choose fields"),
            { State: ImportState.Checking or ImportState.Uploading } => (Glyph.Clock, Tone.Info, "Checking"),
            { State: ImportState.Checked } => (Glyph.Check, Tone.Info, "Checked"),
            { State: ImportState.Applying } => (Glyph.Clock, Tone.Info, "Importing"),
            { State: ImportState.Applied } => (Glyph.Check, Tone.Good, "Imported"),
            { State: ImportState.Undoing } => (Glyph.Undo, Tone.Info, "Undoing"),
            _ => (Glyph.Undo, Tone.Info, "Undone"),
        };

    public static string Kind(ImportKind kind) =>
        kind switch
        {
            ImportKind.Tenants => "Tenants",
            ImportKind.Members => "Members",
            _ => "Members for a bulk operation",
        };

    /// <summary>Short word for lists.</summary>
    public static string Noun(ImportKind kind) => kind is ImportKind.Tenants ? "Tenants" : "Members";

    public static string Conflicts(ConflictPolicy policy) =>
        policy switch
        {
            ConflictPolicy.KeepOurs => "Keep ours: change nothing that exists",
            ConflictPolicy.TakeTheirs => "Take theirs: replace current values",
            _ => "Merge: fill empty fields only",
        };

    public static string State(ImportRowState state) =>
        state switch
        {
            ImportRowState.New => "Not checked",
            ImportRowState.Ready => "Ready",
            ImportRowState.Error => "Error",
            ImportRowState.Applied => "Imported",
            ImportRowState.Skipped => "Skipped",
            ImportRowState.Failed => "Failed",
            ImportRowState.Reverted => "Undone",
            _ => "Kept",
        };

    public static string Action(ImportAction? action) =>
        action switch
        {
            ImportAction.Create => "Create",
            ImportAction.Update => "Fill empty fields",
            ImportAction.Conflict => "Differs",
            ImportAction.Unchanged => "No difference",
            _ => "–",
        };
}
