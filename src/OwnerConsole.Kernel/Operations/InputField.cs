using System.Collections.Concurrent;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Serialization;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Kernel.Operations;

/// <summary>One field of an operation's form, read from the input record's constructor.</summary>
/// <param name="Options">the words of an enum, or the keys of the rows it is chosen among; empty otherwise</param>
/// <param name="Default">as it stands in the form; null when none</param>
public sealed record InputField(string Name, string Label, FieldKind Kind, bool Required, IReadOnlyList<string> Options, string? Default, string? Help)
{
    /// <summary>What its options are rows of, such as <c>plan</c>; null when they are words.</summary>
    public string? Source { get; init; }

    /// <summary>The kind of who it names, found while it is typed; null for any other text.</summary>
    [JsonIgnore]
    public string? Finds { get; init; }

    /// <summary>The page that opens the form gives it, and nobody fills it in.</summary>
    [JsonIgnore]
    public bool IsGiven { get; init; }

    /// <summary>Of each row, when it is a list of rows; empty otherwise.</summary>
    public IReadOnlyList<InputField> Fields { get; init; } = [];

    /// <summary>Characters that a text of it has at most.</summary>
    [JsonIgnore]
    public int Longest { get; init; } = Usual;

    /// <summary>Characters of a text that says nothing else by <see cref="StringLengthAttribute"/>.</summary>
    internal const int Usual = 2_000;

    /// <summary>How options are shown that are keys, or words that say too little by themselves.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> Shown { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<Type, IReadOnlyList<InputField>> Known = new();

    /// <summary>The fields of an input, in the order of its declaration; read from the type once, as every preview asks.</summary>
    public static IReadOnlyList<InputField> Of(Type input) => Known.GetOrAdd(input, Read);

    private static IReadOnlyList<InputField> Read(Type input)
    {
        var nullability = new NullabilityInfoContext();
        return
        [
            .. input
                .GetConstructors()
                .OrderByDescending(constructor => constructor.GetParameters().Length)
                .First()
                .GetParameters()
                .Select(parameter =>
                {
                    var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
                    var source = parameter.GetCustomAttribute<ChosenAmongAttribute>()?.Source;
                    var row = Row(type);
                    return new InputField(
                        Names.Snake(parameter.Name!),
                        Words(parameter.Name!),
                        source is not null ? (Kinds(type) is FieldKind.Lines ? FieldKind.Choices : FieldKind.Choice)
                            : row is not null ? FieldKind.Rows
                            : parameter.GetCustomAttribute<DataTypeAttribute>()?.DataType switch
                            {
                                DataType.MultilineText => FieldKind.Prose,
                                DataType.Password => FieldKind.Secret,
                                _ => Kinds(type),
                            },
                        !parameter.HasDefaultValue && nullability.Create(parameter).WriteState is NullabilityState.NotNull,
                        type.IsEnum ? [.. Enum.GetNames(type).Where(word => IsChosen(type, word)).Select(Names.Snake)] : [],
                        DefaultText(parameter, type),
                        parameter.GetCustomAttribute<DescriptionAttribute>()?.Description
                    )
                    {
                        Source = source,
                        Finds = parameter.GetCustomAttribute<FoundAttribute>()?.Kind,
                        Longest = parameter.GetCustomAttribute<StringLengthAttribute>()?.MaximumLength ?? Usual,
                        IsGiven = parameter.GetCustomAttribute<GivenAttribute>() is not null,
                        Fields = row is null ? [] : Of(row),
                        Shown = type.IsEnum ? Said(type) : new(StringComparer.Ordinal),
                    };
                }),
        ];
    }

    private static string? DefaultText(ParameterInfo parameter, Type type) =>
        !parameter.HasDefaultValue || parameter.DefaultValue is null ? null
        : type.IsEnum ? Names.Snake(Enum.GetName(type, parameter.DefaultValue)!)
        : Convert.ToString(parameter.DefaultValue, System.Globalization.CultureInfo.InvariantCulture);

    // A word can be the console's own: it is read everywhere and chosen by nobody.
    private static bool IsChosen(Type type, string word) => type.GetField(word)!.GetCustomAttribute<BrowsableAttribute>() is not { Browsable: false };

    private static Dictionary<string, string> Said(Type type) =>
        Enum.GetNames(type)
            .Select(word => (Key: Names.Snake(word), type.GetField(word)!.GetCustomAttribute<DescriptionAttribute>()?.Description))
            .Where(word => word.Description is not null)
            .ToDictionary(word => word.Key, word => word.Description!, StringComparer.Ordinal);

    private static FieldKind Kinds(Type type) =>
        type.IsEnum ? FieldKind.Choice
        : type == typeof(bool) ? FieldKind.Tick
        : type == typeof(int) || type == typeof(long) ? FieldKind.Number
        : type == typeof(DateTimeOffset) || type == typeof(DateOnly) ? FieldKind.Day
        : type == typeof(Money) ? FieldKind.Money
        : type == typeof(string[]) || type.IsAssignableTo(typeof(IEnumerable<string>)) && type != typeof(string) ? FieldKind.Lines
        : FieldKind.Text;

    /// <returns>the record that a list is made of; null for anything else</returns>
    private static Type? Row(Type type) =>
        type.IsGenericType
        && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
        && type.GetGenericArguments()[0] is { IsClass: true } row
        && row != typeof(string)
            ? row
            : null;

    private static string Words(string name)
    {
        var words = Names.Snake(name).Replace('_', ' ');
        return words == "url" ? "URL" : char.ToUpperInvariant(words[0]) + words[1..].Replace(" url", " URL", StringComparison.Ordinal);
    }
}

public enum FieldKind
{
    Text,
    Choice,

    /// <summary>Several of its options.</summary>
    Choices,
    Tick,
    Number,
    Day,

    /// <summary>Several texts, one a line.</summary>
    Lines,

    /// <summary>A text of several lines.</summary>
    Prose,

    /// <summary>A text that is sealed before it is kept, and never shown again.</summary>
    Secret,

    /// <summary>An amount with its currency.</summary>
    Money,

    /// <summary>Several rows of fields.</summary>
    Rows,
}
