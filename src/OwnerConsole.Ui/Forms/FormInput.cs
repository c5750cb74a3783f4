using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Ui.Forms;

/// <summary>Turns what a form sends into the JSON that an API caller would have sent, so that both are read and refused by the same reader.</summary>
public static class FormInput
{
    /// <summary>Rows that a form sends of one list at most.</summary>
    private const int MostRows = 50;

    /// <param name="value">of a control by its name; null when the form didn't send it</param>
    public static JsonElement Json(IEnumerable<InputField> fields, Func<string, string?> value)
    {
        var input = new JsonObject();
        foreach (var field in fields)
            if (Node(field, field.Name, value) is { } node)
                input[field.Name] = node;
        return JsonSerializer.SerializeToElement(input);
    }

    /// <summary>What the form shows before anybody filled it in: the default, or the first of a list that has to be chosen from.</summary>
    public static string? Start(InputField field) =>
        field.Default ?? (field is { Kind: FieldKind.Choice, Required: true, Options: [var first, ..] } ? first : null);

    /// <summary>The names of a field's controls: its own, and those of its parts.</summary>
    public static IEnumerable<string> Controls(InputField field) =>
        field.Kind switch
        {
            FieldKind.Money => [Amount(field.Name), Code(field.Name)],
            FieldKind.Rows => Enumerable.Range(0, MostRows).SelectMany(row => field.Fields.SelectMany(part => Controls(Of(field, row, part)))),
            _ => [field.Name],
        };

    /// <summary>The control of a row's part: <c>items.0.plan</c>.</summary>
    public static string Part(string list, int row, string part) => $"{list}.{row}.{part}";

    /// <summary>A part as a field of its own, named as it stands in its row.</summary>
    public static InputField Of(InputField list, int row, InputField part) => part with { Name = Part(list.Name, row, part.Name) };

    /// <summary>The control that says whether anybody filled in a row: that of its first part.</summary>
    public static string First(InputField list, int row) => Controls(Of(list, row, list.Fields[0])).First();

    public static string Amount(string name) => $"{name}.amount";

    public static string Code(string name) => $"{name}.currency";

    private static JsonNode? Node(InputField field, string name, Func<string, string?> value)
    {
        var text = value(name);
        return field.Kind switch
        {
            FieldKind.Tick => JsonValue.Create(text == "true"),
            FieldKind.Money => Sum(value(Amount(name)), value(Code(name))),
            FieldKind.Rows => new JsonArray([.. Enumerable.Range(0, MostRows).Select(row => Row(field, row, value)).OfType<JsonObject>()]),
            _ when string.IsNullOrWhiteSpace(text) => null,
            FieldKind.Number when long.TryParse(text, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            FieldKind.Lines or FieldKind.Choices => new JsonArray([
                .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => (JsonNode)JsonValue.Create(line)),
            ]),
            FieldKind.Prose => JsonValue.Create(text.Trim().ReplaceLineEndings("\n")),
            _ => JsonValue.Create(text.Trim()),
        };
    }

    /// <returns>null for a row whose first part is left empty: nobody filled it in</returns>
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

    // People write 49.00; the API takes the smallest unit. What is no amount is left for the reader to refuse.
    private static JsonObject? Sum(string? amount, string? code)
    {
        if (string.IsNullOrWhiteSpace(amount))
            return null;
        var currency = (code ?? "").Trim().ToUpperInvariant();
        return new() { ["amount"] = Money.Read(amount.Trim(), currency) is { } money ? money.Amount : amount.Trim(), ["currency"] = currency };
    }
}
