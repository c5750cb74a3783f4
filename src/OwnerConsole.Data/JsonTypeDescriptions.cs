namespace OwnerConsole.Data;

/// <summary>Describes the expected JSON type for API callers, because the reader's own messages mention internal types.</summary>
internal static class JsonTypeDescriptions
{
    /// <param name="type">Type of the whole document.</param>
    /// <param name="path">Path reported by the reader, such as <c>$.plan_items[0].interval</c>.</param>
    public static string Describe(Type type, string path)
    {
        Type? at = type;
        foreach (var step in path.TrimStart('$').Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
            at =
                at is null ? null
                : step.EndsWith(']') && Element(at) is { } element ? element
                : at.GetProperties().FirstOrDefault(property => SnakeCaseNames.ToSnakeCase(property.Name) == step)?.PropertyType;
        return at is null ? "has the wrong type." : Requirement(Nullable.GetUnderlyingType(at) ?? at);
    }

    private static string Requirement(Type type) =>
        type.IsEnum ? $"must be one of {string.Join(", ", Enum.GetValues(type).Cast<Enum>().Select(word => word.ToText()))}."
        : type == typeof(string) ? "must be a string."
        : type == typeof(bool) ? "must be true or false."
        : type == typeof(int) || type == typeof(long) ? "must be a whole number."
        : type == typeof(decimal) || type == typeof(double) ? "must be a number."
        : type == typeof(DateTimeOffset) ? "must be an RFC 3339 timestamp with its offset, such as 2026-11-20T10:00:00Z or 2026-11-20T12:00:00+02:00."
        : type == typeof(DateOnly) ? "must be a date, such as 2026-11-20."
        : IsMap(type) ? "must be an object."
        : Element(type) is not null ? "must be a list."
        : "must be an object.";

    private static bool IsMap(Type type) => Generic(type, typeof(IReadOnlyDictionary<,>)) is not null || Generic(type, typeof(IDictionary<,>)) is not null;

    private static Type? Element(Type type) => type.GetElementType() ?? Generic(type, typeof(IEnumerable<>))?.GetGenericArguments()[0];

    private static Type? Generic(Type type, Type open) =>
        type.GetInterfaces().Prepend(type).FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == open);
}
