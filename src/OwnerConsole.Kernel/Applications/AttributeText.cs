using System.Globalization;
using System.Text.Json;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Formats attribute values for display.</summary>
public static class AttributeText
{
    public static string Of(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True => "Yes",
            JsonValueKind.False => "No",
            JsonValueKind.Number when value.TryGetDecimal(out var number) => number.ToString("#,0.######", CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
}
