using System.Collections.Concurrent;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Serialization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Kernel.Operations;

/// <summary>One field of an operation's form, read from the constructor of the input record.</summary>
/// <param name="Name">Name of the property in the input.</param>
/// <param name="Label">Label of the form field.</param>
/// <param name="Kind">Type of the field.</param>
/// <param name="Required">Whether a value is required.</param>
/// <param name="Options">Words of an enum or keys of the available rows; empty otherwise.</param>
/// <param name="Default">Default value as shown in the form; null if none.</param>
/// <param name="Help">What the field means.</param>
public sealed record InputField(string Name, string Label, FieldKind Kind, bool Required, IReadOnlyList<string> Options, string? Default, string? Help)
{
    /// <summary>Kind of rows its options come from, such as <c>plan</c>; null if the options are words.</summary>
    public string? Source { get; init; }

    /// <summary>Kind of record to search while the user types; null for other text fields.</summary>
    [JsonIgnore]
    public string? Finds { get; init; }

    /// <summary>Names that forms of operations use themselves, for what the input is about and how it is run.</summary>
    private static readonly HashSet<string> s_reserved = new(
        ["operation", "subject", "matching", "except", "selection", "retry", "preview", "back", "at"],
        StringComparer.Ordinal
    );

    /// <summary>Name of its form control, which is another one than the property's if the form uses that name itself.</summary>
    [JsonIgnore]
    public string ControlName => s_reserved.Contains(Name) ? $"input_{Name}" : Name;

    /// <summary>Variables that a Markdown text can contain; null for other texts.</summary>
    [JsonIgnore]
    public IReadOnlyList<string>? MarkdownVariables { get; init; }

    /// <summary>Whether the page that opens the form sets the value instead of the user.</summary>
    [JsonIgnore]
    public bool IsGiven { get; init; }

    /// <summary>Whether it decides which other fields there are, so that it is chosen before they are shown.</summary>
    [JsonIgnore]
    public bool IsFirstChoice { get; init; }

    /// <summary>Fields of each row if the field is a list of rows; empty otherwise.</summary>
    public IReadOnlyList<InputField> Fields { get; init; } = [];

    /// <summary>Maximum length of its text in characters.</summary>
    [JsonIgnore]
    public int Longest { get; init; } = DefaultMaxLength;

    /// <summary>Default maximum length of a text without a <see cref="StringLengthAttribute"/>.</summary>
    internal const int DefaultMaxLength = 2_000;

    /// <summary>Heading of its group in the form; null if it belongs to none.</summary>
    [JsonIgnore]
    public string? Group { get; init; }

    /// <summary>Display texts of options that are keys or words that are not self-explanatory.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> Shown { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<Type, IReadOnlyList<InputField>> Known = new();

    /// <summary>Fields of an input in declaration order, read from the type once because every preview needs them.</summary>
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
                    var source = parameter.GetCustomAttribute<OptionsFromAttribute>()?.Source;
                    var form = parameter.GetCustomAttribute<FormFieldAttribute>();
                    var row = Row(type);
                    return new InputField(
                        SnakeCaseNames.ToSnakeCase(parameter.Name!),
                        form?.Label ?? Words(parameter.Name!),
                        source is not null ? (KindOf(type) is FieldKind.Lines ? FieldKind.Choices : FieldKind.Choice)
                            : row is not null ? FieldKind.Rows
                            : parameter.GetCustomAttribute<DataTypeAttribute>()?.DataType switch
                            {
                                DataType.MultilineText => FieldKind.Prose,
                                DataType.Password => FieldKind.Secret,
                                DataType.DateTime => FieldKind.Text, // an instant with its offset, which a date field can't hold
                                _ => KindOf(type),
                            },
                        !parameter.HasDefaultValue && nullability.Create(parameter).WriteState is NullabilityState.NotNull,
                        type.IsEnum ? [.. Members(type).Where(word => IsSelectable(type, word)).Select(SnakeCaseNames.ToSnakeCase)] : [],
                        form?.Default ?? DefaultText(parameter, type),
                        parameter.GetCustomAttribute<DescriptionAttribute>()?.Description
                    )
                    {
                        Source = source,
                        Group = form?.Group,
                        Finds = parameter.GetCustomAttribute<LookupAttribute>()?.Kind,
                        Longest = parameter.GetCustomAttribute<StringLengthAttribute>()?.MaximumLength ?? DefaultMaxLength,
                        MarkdownVariables = parameter.GetCustomAttribute<MarkdownAttribute>()?.Variables,
                        IsGiven = parameter.GetCustomAttribute<PrefilledAttribute>() is not null,
                        Fields = row is null ? [] : Of(row),
                        Shown = type.IsEnum ? ReadLabels(type) : new(StringComparer.Ordinal),
                    };
                }),
        ];
    }

    private static string? DefaultText(ParameterInfo parameter, Type type) =>
        !parameter.HasDefaultValue || parameter.DefaultValue is null ? null
        : type.IsEnum ? SnakeCaseNames.ToSnakeCase(Enum.GetName(type, parameter.DefaultValue)!)
        : Convert.ToString(parameter.DefaultValue, System.Globalization.CultureInfo.InvariantCulture);

    /// <returns>Members of an enum as declared; weekdays from Monday.</returns>
    private static IEnumerable<string> Members(Type type) =>
        type == typeof(DayOfWeek) ? Enum.GetNames(type).OrderBy(word => Zone.DaysSinceMonday(Enum.Parse<DayOfWeek>(word))) : Enum.GetNames(type);

    // Some words are reserved for the console: they can be read but not chosen.
    private static bool IsSelectable(Type type, string word) => type.GetField(word)!.GetCustomAttribute<BrowsableAttribute>() is not { Browsable: false };

    private static Dictionary<string, string> ReadLabels(Type type) =>
        Enum.GetNames(type)
            .Select(word => (Key: SnakeCaseNames.ToSnakeCase(word), type.GetField(word)!.GetCustomAttribute<DescriptionAttribute>()?.Description))
            .Where(word => word.Description is not null)
            .ToDictionary(word => word.Key, word => word.Description!, StringComparer.Ordinal);

    private static FieldKind KindOf(Type type) =>
        type.IsEnum ? FieldKind.Choice
        : type == typeof(bool) ? FieldKind.Tick
        : type == typeof(int) || type == typeof(long) ? FieldKind.Number
        : type == typeof(DateTimeOffset) || type == typeof(DateOnly) ? FieldKind.Day
        : type == typeof(Money) ? FieldKind.Money
        : type == typeof(string[]) || type.IsAssignableTo(typeof(IEnumerable<string>)) && type != typeof(string) ? FieldKind.Lines
        : FieldKind.Text;

    /// <returns>The record type of a list; null for anything else.</returns>
    private static Type? Row(Type type) =>
        type.IsGenericType
        && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
        && type.GetGenericArguments()[0] is { IsClass: true } row
        && row != typeof(string)
            ? row
            : null;

    private static string Words(string name)
    {
        var words = SnakeCaseNames.ToSnakeCase(name).Split('_');
        words[0] = char.ToUpperInvariant(words[0][0]) + words[0][1..];
        return string.Join(
            ' ',
            words.Select(word => word.ToLowerInvariant() is "api" or "url" or "slo" or "sla" or "tls" or "id" ? word.ToUpperInvariant() : word)
        );
    }
}
