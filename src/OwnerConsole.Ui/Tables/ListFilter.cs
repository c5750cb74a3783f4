using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Ui.Tables;

/// <summary>What a list can be narrowed by, beside its text.</summary>
/// <param name="Name">of its part of the address</param>
/// <param name="Options">values with their words; null where anything can be typed</param>
public sealed record ListFilter(string Name, string Label, IReadOnlyList<(string Value, string Word)>? Options = null)
{
    /// <summary>More than a person looks through.</summary>
    public const int MostOptions = 100;

    /// <summary>False where the page has another place to choose it, such as tabs.</summary>
    public bool IsInMenu { get; init; } = true;

    /// <summary>What is typed is a day.</summary>
    public bool IsDay { get; init; }

    /// <summary>What is typed is a number, whole or not.</summary>
    public bool IsNumber { get; init; }

    /// <summary>What is shown for a value; one that is older than the options is its own word.</summary>
    public string Word(string value) => Options?.Where(option => option.Value == value).Select(option => option.Word).FirstOrDefault() ?? value;

    /// <summary>One of the words of an enum, in its order.</summary>
    /// <param name="word">as people read it</param>
    public static ListFilter Of<TWord>(string name, string label, Func<TWord, string> word)
        where TWord : struct, Enum => new(name, label, [.. Enum.GetValues<TWord>().Select(one => (one.ToText(), word(one)))]);

    /// <summary>Texts of the owner's own, which are their own words.</summary>
    public static ListFilter OfTexts(string name, string label, IReadOnlyList<string> texts) => new(name, label, [.. texts.Select(text => (text, text))]);

    /// <summary>Plans, by their names.</summary>
    /// <param name="names">of plans by their keys; one that has none stands as it is</param>
    public static ListFilter OfPlans(IEnumerable<string> plans, IReadOnlyDictionary<string, string> names) =>
        new("plan", "Plan", [.. plans.Select(plan => (plan, Name: names.GetValueOrDefault(plan, plan))).OrderBy(plan => plan.Name, StringComparer.Ordinal)]);

    /// <summary>Any operation, by its title.</summary>
    public static ListFilter OfOperations(Catalogue catalogue) =>
        new(
            "operation",
            "Operation",
            [
                .. catalogue
                    .All.Select(operation => (operation.Is.Name, Title: Wording.Say(operation.Is.Title)))
                    .OrderBy(pair => pair.Title, StringComparer.Ordinal),
            ]
        );
}
