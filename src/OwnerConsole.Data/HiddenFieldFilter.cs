using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Data;

/// <summary>Omits <see cref="HiddenFields"/> fields from JSON: members of hidden classes, and amounts of money anywhere.</summary>
public static class HiddenFieldFilter
{
    internal static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { ExcludeHidden } };
        options.Converters.Add(new JsonElementConverter());
        return options;
    }

    private static void ExcludeHidden(JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
            if (ClassesOf(member) is { } known)
                member.ShouldSerialize = (_, _) => !HiddenFields.HasAny(known);
            else if (IsAny(member))
                member.ShouldSerialize = (_, value) => !(value is JsonElement json && IsMoney(json) && HiddenFields.Has(FieldClass.Money));
    }

    /// <returns>Whether a response can lack the member, because a role hides it. Members of any value are left out if the value is money.</returns>
    public static bool CanBeHidden(JsonPropertyInfo member) =>
        ClassesOf(member) is not null || member.PropertyType == typeof(object) || member.PropertyType == typeof(JsonElement?);

    private static bool IsAny(JsonPropertyInfo member) =>
        member.PropertyType == typeof(object) || member.PropertyType == typeof(JsonElement) || member.PropertyType == typeof(JsonElement?);

    /// <returns>Classes of a member, any of which hides it; null if it is never hidden.</returns>
    /// <remarks>For records the attribute may be on the constructor parameter instead of the property.</remarks>
    private static IReadOnlyList<FieldClass>? ClassesOf(JsonPropertyInfo member) =>
        member.PropertyType == typeof(Money) || member.PropertyType.IsAssignableTo(typeof(IEnumerable<Money>))
            ? [FieldClass.Money]
            : (
                member.AttributeProvider?.GetCustomAttributes(typeof(SensitiveAttribute), inherit: false).Cast<SensitiveAttribute>().FirstOrDefault()
                ?? member
                    .AssociatedParameter?.AttributeProvider?.GetCustomAttributes(typeof(SensitiveAttribute), false)
                    .Cast<SensitiveAttribute>()
                    .FirstOrDefault()
            )?.Classes;

    internal static bool IsMoney(JsonElement json) =>
        json.ValueKind is JsonValueKind.Object
        && json.GetPropertyCount() == 2
        && json.TryGetProperty("amount", out var amount)
        && amount.ValueKind is JsonValueKind.Number
        && json.TryGetProperty("currency", out _);

    /// <summary>JSON stored as received, such as inputs and changes.</summary>
    private sealed class JsonElementConverter : JsonConverter<JsonElement>
    {
        public override JsonElement Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => JsonElement.ParseValue(ref reader);

        public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options)
        {
            if (!HiddenFields.Has(FieldClass.Money))
                value.WriteTo(writer);
            else if (value.ValueKind is JsonValueKind.Object)
            {
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject().Where(member => !IsMoney(member.Value)))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value, options);
                }
                writer.WriteEndObject();
            }
            else if (value.ValueKind is JsonValueKind.Array)
            {
                writer.WriteStartArray();
                foreach (var one in value.EnumerateArray().Where(element => !IsMoney(element)))
                    Write(writer, one, options);
                writer.WriteEndArray();
            }
            else
                value.WriteTo(writer);
        }
    }
}
