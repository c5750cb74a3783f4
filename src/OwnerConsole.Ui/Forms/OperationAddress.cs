using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Ui.Forms;

/// <summary>Where any operation is prepared and carried out; the pages behind it belong to the shell.</summary>
public static class OperationAddress
{
    public const string New = "/operations/new";

    public const string Run = "/operations";

    /// <summary>Where the browser is asked for a passkey that confirms a preview.</summary>
    public const string Proof = "/operations/proof";

    /// <summary>Who can be meant by what is typed into a field.</summary>
    public const string Options = "/operations/options";

    /// <param name="back">the page it is pressed on</param>
    /// <param name="values">what the form starts from, by the control's name; its defaults when there are none</param>
    public static string Of(string operation, IEnumerable<string> subjects, string back, params IEnumerable<(string Name, string? Value)> values) =>
        $"{New}?operation={operation}{string.Concat(subjects.Select(id => $"&subject={Uri.EscapeDataString(id)}"))}"
        + $"{string.Concat(values.Select(pair => $"&{pair.Name}={Uri.EscapeDataString(pair.Value ?? "")}"))}&back={Uri.EscapeDataString(back)}";

    /// <param name="query">of the list's address, with its question mark: everything that it shows on all of its pages</param>
    public static string Matching(string operation, string query, string back) =>
        $"{New}?operation={operation}&matching={Uri.EscapeDataString(query)}&back={Uri.EscapeDataString(back)}";

    /// <summary>What was frozen before.</summary>
    public static string Selected(string operation, string selectionId, string back) =>
        $"{New}?operation={operation}&selection={selectionId}&back={Uri.EscapeDataString(back)}";

    /// <summary>Those of a run that failed, or that it never came to.</summary>
    public static string Retry(string operation, string runId, string back) => $"{New}?operation={operation}&retry={runId}&back={Uri.EscapeDataString(back)}";

    /// <param name="state">only the subjects that ended so</param>
    /// <param name="from">the first place to show</param>
    public static string Of(string runId, LineState? state = null, int from = 0)
    {
        var query = new QueryBuilder();
        if (state is { } word)
            query.Add("state", word.ToText());
        if (from > 0)
            query.Add("from", from.ToString(CultureInfo.InvariantCulture));
        return $"{Run}/{runId}{query}";
    }

    public static string Approve(string runId) => $"{Run}/{runId}/approve";

    public static string Stop(string runId) => $"{Run}/{runId}/stop";

    public static string Undo(string runId, string back) => $"{Run}/{runId}/undo?back={Uri.EscapeDataString(back)}";
}
