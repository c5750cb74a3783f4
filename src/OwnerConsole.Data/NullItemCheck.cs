using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace OwnerConsole.Data;

/// <summary>Rejects null elements in lists and maps whose type doesn't allow them, also of nested objects, because the JSON reader accepts them.</summary>
internal static class NullItemCheck
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, Member>> s_members = [];

    /// <param name="at">Path of the value; empty for the whole body.</param>
    /// <exception cref="Problem">400 with the path of the element.</exception>
    public static void Check(JsonElement json, Type type, string at)
    {
        if (json.ValueKind is not JsonValueKind.Object)
            return;
        var members = s_members.GetOrAdd(type, Members);
        foreach (var field in json.EnumerateObject())
            if (members.TryGetValue(field.Name, out var member))
                Check(field.Value, member, at.Length > 0 ? $"{at}.{field.Name}" : field.Name);
    }

    private static void Check(JsonElement json, Member member, string at)
    {
        if (member.IsMap)
        {
            if (json.ValueKind is JsonValueKind.Object)
                foreach (var entry in json.EnumerateObject().Where(entry => entry.Value.ValueKind is JsonValueKind.Null))
                    throw Problem.Invalid($"{at}.{entry.Name}", "must not be null.");
        }
        else if (!member.IsList)
            Check(json, member.Type, at);
        else if (json.ValueKind is JsonValueKind.Array)
            foreach (var (place, element) in json.EnumerateArray().Index())
                if (element.ValueKind is not JsonValueKind.Null)
                    Check(element, member.Type, $"{at}[{place}]");
                else if (!member.CanBeNull)
                    throw Problem.Invalid($"{at}[{place}]", "must not be null.");
    }

    /// <returns>The members that are lists or types of this program, by their names in JSON. Free JSON and values of other types are left alone.</returns>
    private static Dictionary<string, Member> Members(Type type)
    {
        var found = new Dictionary<string, Member>(StringComparer.Ordinal);
        if (!IsOwn(type))
            return found;
        var annotations = new NullabilityInfoContext();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0))
        {
            var declared = property.PropertyType;
            var isList = declared != typeof(string) && declared.IsAssignableTo(typeof(IEnumerable)) && declared is { IsGenericType: true } or { IsArray: true };
            var element =
                !isList ? declared
                : declared.IsArray ? declared.GetElementType()!
                : declared.GetGenericArguments()[^1];
            if (declared is { IsGenericType: true } && declared.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            {
                if (
                    annotations.Create(property).GenericTypeArguments[1].ReadState is NullabilityState.NotNull
                    && declared.GetGenericArguments()[1] == typeof(string)
                )
                    found[SnakeCaseNames.ToSnakeCase(property.Name)] = new(IsList: false, CanBeNull: false, typeof(string)) { IsMap = true };
                continue;
            }
            if (declared.IsAssignableTo(typeof(IDictionary)) || (isList && declared.IsGenericType && declared.GetGenericArguments().Length != 1))
                continue;
            var state = annotations.Create(property);
            var canBeNull = isList && (state.ElementType ?? state.GenericTypeArguments.FirstOrDefault())?.ReadState is NullabilityState.Nullable;
            if (isList || IsOwn(element))
                found[SnakeCaseNames.ToSnakeCase(property.Name)] = new(isList, canBeNull, element);
        }
        return found;
    }

    private static bool IsOwn(Type type) => type is { IsClass: true, Namespace: { } name } && name.StartsWith("OwnerConsole", StringComparison.Ordinal);

    /// <param name="Type">Type of the value, or of the elements of the list.</param>
    private sealed record Member(bool IsList, bool CanBeNull, Type Type)
    {
        /// <summary>True for texts by name, none of which can be null.</summary>
        public bool IsMap { get; init; }
    }
}
