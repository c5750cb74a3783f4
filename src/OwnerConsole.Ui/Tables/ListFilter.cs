namespace OwnerConsole.Ui.Tables;

/// <summary>What a list can be narrowed by, beside its text.</summary>
/// <param name="Name">of its part of the address</param>
/// <param name="Options">values with their words; null where anything can be typed</param>
public sealed record ListFilter(string Name, string Label, IReadOnlyList<(string Value, string Word)>? Options = null)
{
    /// <summary>False where the page has another place to choose it, such as tabs.</summary>
    public bool IsInMenu { get; init; } = true;

    /// <summary>What is typed is a day.</summary>
    public bool IsDay { get; init; }

    /// <summary>What is shown for a value; one that is older than the options is its own word.</summary>
    public string Word(string value) => Options?.Where(option => option.Value == value).Select(option => option.Word).FirstOrDefault() ?? value;

    /// <summary>One of the words of an enum, in its order.</summary>
    /// <param name="word">as people read it</param>
    public static ListFilter Of<TWord>(string name, string label, Func<TWord, string> word)
        where TWord : struct, Enum => new(name, label, [.. Enum.GetValues<TWord>().Select(one => (Kernel.Data.Names.ToText(one), word(one)))]);
}
