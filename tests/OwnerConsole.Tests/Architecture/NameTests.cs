using System.Text.RegularExpressions;
using Mono.Cecil;

namespace OwnerConsole.Tests.Architecture;

/// <summary>Type names use the terms that C# developers search for.</summary>
public sealed partial class NameTests
{
    /// <summary>Words that end like a participle but are nouns.</summary>
    private static readonly string[] Nouns = ["Setting", "Rounding", "Ceiling", "Finding", "Paging", "Ranking", "Wording", "Feed", "Seed"];

    /// <summary>Names that a framework or a file format expects once per project or capability.</summary>
    private static readonly string[] OncePerProject = ["Module", "Program", "_Imports"];

    [Fact]
    public void No_type_is_named_by_a_bare_gerund_or_participle() =>
        Written()
            .Where(type => Participle().IsMatch(Name(type)) && !Nouns.Contains(Name(type)))
            .Select(type => type.FullName)
            .Order(StringComparer.Ordinal)
            .ShouldBeEmpty();

    [Fact]
    public void No_two_types_have_the_same_name() =>
        Product
            .Types.Where(type => !OncePerProject.Contains(Name(type)))
            .GroupBy(type => type.Name, StringComparer.Ordinal)
            .Where(same => same.Count() > 1)
            .Select(same => string.Join(", ", same.Select(type => type.FullName)))
            .Order(StringComparer.Ordinal)
            .ShouldBeEmpty();

    private static IEnumerable<TypeDefinition> Written() =>
        Product.Types.SelectMany(type => type.NestedTypes.Append(type)).Where(type => char.IsAsciiLetterUpper(type.Name[0]));

    /// <returns>Name without the number of type parameters.</returns>
    private static string Name(TypeDefinition type) => type.Name.Split('`')[0];

    [GeneratedRegex(
        "^I?([A-Z][a-z]+(ing|ed)|Held|Kept|Given|Chosen|Taken|Told|Said|Sent|Seen|Known|Found|Left|Gone|Begun|Sought|Led|Was|Meant|Lost|Won|Sold|Bought|Heard|Made|Done|Shown|Drawn|Written|Hidden|Forgotten)$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Participle();
}
