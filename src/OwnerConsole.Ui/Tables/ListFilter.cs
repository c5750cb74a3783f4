using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Ui.Tables;

/// <summary>A filter of a list, in addition to text search.</summary>
/// <param name="Name">Name of its query parameter.</param>
/// <param name="Options">Values with their labels; null for free text.</param>
public sealed record ListFilter(string Name, string Label, IReadOnlyList<(string Value, string Word)>? Options = null)
{
    /// <summary>Maximum number of options in a menu.</summary>
    public const int MaxOptions = 100;

    /// <summary>False when the page has another control for it, such as tabs.</summary>
    public bool IsInMenu { get; init; } = true;

    /// <summary>Whether the value is a date.</summary>
    public bool IsDay { get; init; }

    /// <summary>Whether the value is a number, with or without decimals.</summary>
    public bool IsNumber { get; init; }

    /// <summary>Whether the options are searched by typing, because there are too many for a menu.</summary>
    public bool IsSearched { get; init; }

    /// <summary>Label of a value; a value that isn't one of the options is shown as is.</summary>
    public string Word(string value) => Options?.Where(option => option.Value == value).Select(option => option.Word).FirstOrDefault() ?? value;

    /// <summary>Creates a filter by the values of an enum, in their order.</summary>
    /// <param name="word">Returns the label of a value.</param>
    public static ListFilter Of<TWord>(string name, string label, Func<TWord, string> word)
        where TWord : struct, Enum => new(name, label, [.. Enum.GetValues<TWord>().Select(value => (value.ToText(), word(value)))]);

    /// <summary>Creates a filter by user-defined texts, which are their own labels.</summary>
    public static ListFilter OfTexts(string name, string label, IReadOnlyList<string> texts) => new(name, label, [.. texts.Select(text => (text, text))]);

    /// <summary>Creates a filter by plan.</summary>
    /// <param name="names">Plan names by key; a plan without a name is shown by its key.</param>
    public static ListFilter OfPlans(IEnumerable<string> plans, IReadOnlyDictionary<string, string> names) =>
        new("plan", "Plan", [.. plans.Select(plan => (plan, Name: names.GetValueOrDefault(plan, plan))).OrderBy(plan => plan.Name, StringComparer.Ordinal)]);

    /// <summary>Creates a filter by operation, labelled with their titles.</summary>
    public static ListFilter OfOperations(OperationCatalogue catalogue) =>
        new(
            "operation",
            "Operation",
            [
                .. catalogue
                    .All.Select(operation => (operation.Definition.Name, Title: Wording.Translate(operation.Definition.Title)))
                    .OrderBy(pair => pair.Title, StringComparer.Ordinal),
            ]
        );
}
