using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace OwnerConsole.Data;

/// <summary>JSON options of the API: snake_case, enums as words, and strict reading.</summary>
public static class Json
{
    public static readonly JsonSerializerOptions Options = Configure(new());

    /// <summary>Options for reading requests. Separate, because the schemas of the API can't describe types with custom converters.</summary>
    private static readonly JsonSerializerOptions s_requestOptions = new(Options) { Converters = { new TimestampConverter(isStored: false) } };

    /// <summary>Options for reading what the console stored.</summary>
    private static readonly JsonSerializerOptions s_storedOptions = new(Options) { Converters = { new TimestampConverter(isStored: true) } };

    /// <summary>Options for responses, which omit fields hidden from the caller.</summary>
    public static readonly JsonSerializerOptions ResponseOptions = HiddenFieldFilter.Apply(Configure(new()));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = 16;
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver();
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        return options;
    }

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static JsonElement Element<T>(T value) => JsonSerializer.SerializeToElement(value, Options);

    /// <returns>A member of an object; null if it is missing or null, and for values that are no objects.</returns>
    public static JsonElement? Find(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null
            ? value
            : null;

    /// <returns>The object without these members, if it has them.</returns>
    public static JsonElement Without(JsonElement body, params ReadOnlySpan<string> members)
    {
        var rest = JsonObject.Create(body)!;
        foreach (var member in members)
            rest.Remove(member);
        return JsonSerializer.SerializeToElement(rest);
    }

    /// <param name="at">Path of the value in the request, such as <c>input</c>; empty for the whole body.</param>
    /// <exception cref="Problem">400 that names the field and the expected type.</exception>
    public static T Read<T>(JsonElement json, string at = "") => (T)Read(json, typeof(T), at);

    public static object Read(JsonElement json, Type type, string at = "") => Read(json, type, at, s_requestOptions);

    /// <summary>Reads what the console stored. Timestamps without an offset, which earlier releases accepted in requests, are read as UTC.</summary>
    /// <param name="at">Path of the value in errors, such as <c>input</c>; empty for the whole value.</param>
    /// <exception cref="Problem">400 that names the field and the expected type.</exception>
    public static T ReadStored<T>(JsonElement json, string at = "") => (T)ReadStored(json, typeof(T), at);

    public static object ReadStored(JsonElement json, Type type, string at = "") => Read(json, type, at, s_storedOptions);

    private static object Read(JsonElement json, Type type, string at, JsonSerializerOptions options)
    {
        NullItemCheck.Check(json, type, at);
        try
        {
            return json.Deserialize(type, options) ?? throw Problem.Invalid(at.Length > 0 ? at : "body", "must not be null.");
        }
        catch (JsonException error)
        {
            throw Explain(error, type, at);
        }
    }

    /// <summary>Translates the reader's error for API callers, because its own messages mention internal types.</summary>
    public static Problem Explain(JsonException error, Type type, string at = "")
    {
        var path = (error.Path ?? "$").TrimStart('$').TrimStart('.');
        var field = string.Join('.', new[] { at, path }.Where(part => part.Length > 0));
        var text = error.Message;
        if (text.Contains("could not be mapped", StringComparison.Ordinal))
        {
            var name = Quoted(text);
            var known = type.GetProperties().Select(property => SnakeCaseNames.ToSnakeCase(property.Name));
            return Problem.Invalid(Join(field, name), $"is unknown. Allowed: {string.Join(", ", known)}.");
        }
        if (text.Contains("missing required properties", StringComparison.Ordinal))
            return Problem.Invalid(Join(field, Quoted(text[text.IndexOf("including", StringComparison.Ordinal)..])), "is required.");
        if (text.Contains("could not be converted", StringComparison.Ordinal))
            return Problem.Invalid(field.Length > 0 ? field : "body", JsonTypeDescriptions.Describe(type, error.Path ?? "$"));
        if (text.Contains("Duplicate property", StringComparison.Ordinal))
            return Problem.Invalid(field.Length > 0 ? field : "body", "must not appear twice.");
        if (text.Contains("doesn't allow setting null", StringComparison.Ordinal) || text.Contains("doesn't allow null", StringComparison.Ordinal))
            return Problem.Invalid(field.Length > 0 ? field : "body", "must not be null.");
        return new(400, "bad_json", $"This is not valid JSON: line {(error.LineNumber ?? 0) + 1}, byte {(error.BytePositionInLine ?? 0) + 1}.");
    }

    private static string Join(string field, string name) => field.Length > 0 && !field.EndsWith(name, StringComparison.Ordinal) ? $"{field}.{name}" : name;

    private static string Quoted(string text) => text.Split('\'') is { Length: > 1 } parts ? parts[1] : text;
}
