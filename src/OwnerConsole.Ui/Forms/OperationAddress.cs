using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Ui.Forms;

/// <summary>Addresses for previewing and running operations. Their pages belong to the shell.</summary>
public static class OperationAddress
{
    public const string New = "/operations/new";

    public const string Run = "/operations";

    /// <summary>Address that creates the passkey request for confirming a preview.</summary>
    public const string Proof = "/operations/proof";

    /// <summary>Address of the suggestions for a search field.</summary>
    public const string Options = "/operations/options";

    /// <summary>Address of the actions of one subject, with the reasons of the refused ones.</summary>
    public const string Actions = "/operations/actions";

    /// <summary>Address that offers all operations for selected subjects.</summary>
    public const string Choose = "/operations/choose";

    /// <param name="selectionId">Saved selection; null to name the subjects.</param>
    public static string Chosen(string kind, string? selectionId, IEnumerable<string> subjects, string back) =>
        $"{Choose}?kind={kind}"
        + (
            selectionId is null
                ? string.Concat(subjects.Select(id => $"&subject={Uri.EscapeDataString(id)}"))
                : $"&selection={Uri.EscapeDataString(selectionId)}"
        )
        + $"&back={Uri.EscapeDataString(back)}";

    /// <param name="menu">Start of the IDs of the menu's entries.</param>
    public static string ActionsOf(string menu, string kind, string subjectId, string back) =>
        $"{Actions}?menu={Uri.EscapeDataString(menu)}&kind={kind}&subject={Uri.EscapeDataString(subjectId)}&back={Uri.EscapeDataString(back)}";

    /// <param name="back">Page to return to.</param>
    /// <param name="values">Initial values by control name; without them the form shows its defaults.</param>
    public static string Of(string operation, IEnumerable<string> subjects, string back, params IEnumerable<(string Name, string? Value)> values) =>
        $"{New}?operation={operation}{string.Concat(subjects.Select(id => $"&subject={Uri.EscapeDataString(id)}"))}"
        + $"{string.Concat(values.Select(pair => $"&{pair.Name}={Uri.EscapeDataString(pair.Value ?? "")}"))}&back={Uri.EscapeDataString(back)}";

    /// <param name="query">Query string of the list, with its question mark; it selects the rows of all pages.</param>
    public static string Matching(string operation, string query, string back) =>
        $"{New}?operation={operation}&matching={Uri.EscapeDataString(query)}&back={Uri.EscapeDataString(back)}";

    /// <summary>Address for an operation on a saved selection.</summary>
    public static string Selected(string operation, string selectionId, string back) =>
        $"{New}?operation={operation}&selection={Uri.EscapeDataString(selectionId)}&back={Uri.EscapeDataString(back)}";

    /// <summary>Address for retrying the failed and unprocessed subjects of a run.</summary>
    public static string Retry(string operation, string runId, string back) =>
        $"{New}?operation={operation}&retry={Uri.EscapeDataString(runId)}&back={Uri.EscapeDataString(back)}";

    /// <param name="state">Limits the results to this state.</param>
    /// <param name="from">Position of the first result to show.</param>
    public static string Of(string runId, RunLineState? state = null, int from = 0)
    {
        var query = new QueryBuilder();
        if (state is { } word)
            query.Add("state", word.ToText());
        if (from > 0)
            query.Add("from", from.ToString(CultureInfo.InvariantCulture));
        return $"{Run}/{runId}{query}";
    }

    public static string Approve(string runId) => $"{Run}/{runId}/approve";

    /// <summary>Address that shows the secret of a run.</summary>
    public static string Secret(string runId) => $"{Run}/{runId}/secret";

    public static string Stop(string runId) => $"{Run}/{runId}/stop";

    public static string Undo(string runId, string back) => $"{Run}/{runId}/undo?back={Uri.EscapeDataString(back)}";
}
