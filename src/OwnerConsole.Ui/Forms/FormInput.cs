using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Ui.Forms;

/// <summary>Converts form data into the JSON of the equivalent API request, so that both are validated by the same code.</summary>
public static class FormInput
{
    /// <summary>Maximum number of rows of one list in a form.</summary>
    public const int MaxRows = 50;

    /// <param name="value">Returns a control's value by its name; null when the form didn't send it.</param>
    public static JsonElement Json(IEnumerable<InputField> fields, Func<string, string?> value)
    {
        var input = new JsonObject();
        foreach (var field in fields)
            if (Node(field, field.ControlName, value) is { } node)
                input[field.Name] = node;
        return JsonSerializer.SerializeToElement(input);
    }

    /// <summary>Initial value of a field: its default or, for a required choice, the first option.</summary>
    public static string? Start(InputField field) =>
        field.Default ?? (field is { Kind: FieldKind.Choice, Required: true, Options: [var first, ..] } ? first : null);

    /// <summary>Names of a field's controls, including those of its parts.</summary>
    public static IEnumerable<string> Controls(InputField field) =>
        field.Kind switch
        {
            FieldKind.Money => [Amount(field.ControlName), Code(field.ControlName)],
            FieldKind.Rows => Enumerable
                .Range(0, MaxRows)
                .SelectMany(row => field.Fields.SelectMany(part => Controls(Of(field, row, part))))
                .Append(Rows(field)),
            _ => [field.ControlName],
        };

    /// <summary>Control name of a part of a row, such as <c>items.0.plan</c>.</summary>
    public static string Part(string list, int row, string part) => $"{list}.{row}.{part}";

    /// <summary>A part of a row as a separate field with the control name of that row.</summary>
    public static InputField Of(InputField list, int row, InputField part) => part with { Name = Part(list.Name, row, part.Name) };

    /// <summary>Control name of a row's first part, which decides whether the row is filled in.</summary>
    public static string First(InputField list, int row) => Controls(Of(list, row, list.Fields[0])).First();

    /// <summary>Control name of the number of rows shown, which <i>Add row</i> increases. It isn't part of the input.</summary>
    public static string Rows(InputField list) => $"{list.Name}.rows";

    public static string Amount(string name) => $"{name}.amount";

    public static string Code(string name) => $"{name}.currency";

    private static JsonNode? Node(InputField field, string name, Func<string, string?> value)
    {
        var text = value(name);
        return field.Kind switch
        {
            FieldKind.Tick => JsonValue.Create(text == "true"),
            FieldKind.Money => Sum(value(Amount(name)), value(Code(name))),
            FieldKind.Rows => new JsonArray([.. Enumerable.Range(0, MaxRows).Select(row => Row(field, row, value)).OfType<JsonObject>()]),
            _ when string.IsNullOrWhiteSpace(text) => null,
            FieldKind.Number when long.TryParse(text, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            FieldKind.Lines or FieldKind.Choices => new JsonArray([
                .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => (JsonNode)JsonValue.Create(line)),
            ]),
            FieldKind.Prose => JsonValue.Create(text.Trim().ReplaceLineEndings("\n")),
            _ => JsonValue.Create(text.Trim()),
        };
    }

    /// <returns>The row as JSON; null when its first part is empty.</returns>
    private static JsonObject? Row(InputField field, int row, Func<string, string?> value)
    {
        if (string.IsNullOrWhiteSpace(value(First(field, row))))
            return null;
        var parts = new JsonObject();
        foreach (var part in field.Fields)
            if (Node(part, Part(field.Name, row, part.Name), value) is { } node)
                parts[part.Name] = node;
        return parts;
    }

    // Users type 49.00, the API expects the smallest unit. Invalid amounts are passed on so that validation rejects them.
    private static JsonObject? Sum(string? amount, string? code)
    {
        if (string.IsNullOrWhiteSpace(amount))
            return null;
        var currency = (code ?? "").Trim().ToUpperInvariant();
        return new() { ["amount"] = Money.Read(amount.Trim(), currency) is { } money ? money.Amount : amount.Trim(), ["currency"] = currency };
    }
}
