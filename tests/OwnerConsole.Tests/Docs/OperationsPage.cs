using System.Text;
using System.Text.Json;
using OwnerConsole.Api;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Docs;

/// <summary>Generates docs/operations.md from the declarations of the operations.</summary>
internal static class OperationsPage
{
    private const string Head = "-H \"Authorization: Bearer $KEY\" -H \"Content-Type: application/json\"";

    public static string Of(Catalogue catalogue)
    {
        var page = new StringBuilder(
            """
            # Operations reference

            Generated from the operations; `GET /api/v1/operations` returns the same with a JSON Schema of each input. Every operation is previewed, run, logged and, if possible,
            undone in the same way: see [Connect an application](connect.md#operations). A key needs the operation's name as its scope.

            | Operation | Title | Undo |
            |---|---|---|

            """
        );
        foreach (var operation in catalogue.All)
            page.Append($"| [`{operation.Is.Name}`](#{Anchor(operation)}) | {operation.Is.Title} | {operation.Is.TakenBack} |\n");
        foreach (var operation in catalogue.All)
            Write(page, operation);
        return page.ToString();
    }

    private static void Write(StringBuilder page, Operation operation)
    {
        var source = OperationSource.Of(operation);
        page.Append($"\n## {operation.Is.Name}\n\n{operation.Is.Title}. {source.Summary}\n\n");
        page.Append($"- **Subject**: {Subject(operation)}. {Asks(operation.Is)}\n");
        page.Append(
            $"- **Undo**: {operation.Is.TakenBack}{Part(" After undo: ", operation.Is.ComesBack)}{Part(" Can't be restored: ", operation.Is.StaysGone)}\n"
        );
        if (source.Refusals.Count > 0)
            page.Append($"- **Errors**: {Words(source.Refusals)}\n");
        if (source.Events.Count > 0)
            page.Append($"- **Webhooks**: {Words(source.Events)}; on undo: {Words(source.EventsUndone)}\n");
        var fields = InputField.Of(operation.InputType);
        if (fields.Count > 0)
            page.Append("\n| Input | Meaning |\n|---|---|\n");
        foreach (var (field, at) in fields.SelectMany(field => field.Fields.Select(part => (part, $"{field.Name}[].{part.Name}")).Prepend((field, field.Name))))
            page.Append($"| `{at}` | {Described(field)} |\n");
        page.Append($"\n```sh\n{Curl(operation)}\n```\n");
    }

    private static string Described(InputField field)
    {
        var what = field.Kind switch
        {
            _ when field.Source is { } source => $"the key of a {source}",
            FieldKind.Choice => string.Join(", ", field.Options.Select(option => $"`{option}`")),
            FieldKind.Tick => "true or false",
            FieldKind.Number => "a number",
            FieldKind.Day => "a day or an instant, RFC 3339",
            FieldKind.Lines => "a list of texts",
            FieldKind.Choices => "a list of the listed values",
            FieldKind.Prose => "a text of several lines",
            FieldKind.Secret => "a secret; it is encrypted and never shown again",
            FieldKind.Money => "`amount` in the smallest unit and `currency`",
            FieldKind.Rows => $"a list of {Words(field.Fields.Select(part => part.Name))}",
            _ => "a text",
        };
        var need =
            field.Default is { } usual ? $"`{usual}` by default"
            : field.Required ? "required"
            : "optional";
        return $"{what}; {need}.{Part(" ", field.Help)}";
    }

    private static string Subject(Operation operation) =>
        operation.Is.Subject == "platform" ? $"the platform, `{IdSource.Platform}`" : $"one {operation.Is.Noun}, or up to {Previews.Most}";

    private static string Asks(Declaration declared) =>
        declared.StepUp ? $"{Question(declared)} Team members confirm their identity first, once every 10 minutes." : Question(declared);

    private static string Question(Declaration declared)
    {
        var (one, many) = (Asking.For(1, default, declared), Asking.For(26, default, declared));
        var others = one is Asked.StepUp ? $"{Said(many)} too" : Said(many);
        if (declared.Destroys)
            return $"Requires {Said(one)} for one, {others} for more than 25, and always the name of the subject, or the number of several: `confirmation`.";
        return declared.Subject == "platform" ? $"Requires {Said(one)}." : $"Requires {Said(one)} for one, {others} for more than 25.";
    }

    private static string Said(Asked asked) =>
        asked switch
        {
            Asked.Nothing => "no confirmation",
            Asked.Confirm => "a confirmation",
            Asked.Reason => "a reason",
            Asked.StepUp => "identity confirmation by a person in the console",
            _ => "a second approver",
        };

    private static string Curl(Operation operation)
    {
        var (name, input) = (operation.Is.Name, operation.ExampleInput);
        if (operation.Is.Subject == "tenant")
            return $"curl -fsS -X POST $CONSOLE/api/v1/tenants/ext:acme/{OperationEndpoints.Verb(name)} {Head} {Data(input)}";
        var subject = operation.Is.Subject == "platform" ? IdSource.Platform : "ID";
        var carriedOut =
            Asking.For(1, default, operation.Is) is Asked.StepUp ? "" : $"\ncurl -fsS -X POST $CONSOLE/api/v1/runs {Head} -d '{{\"preview\": \"prv_…\"}}'";
        return $$"""
            curl -fsS -X POST $CONSOLE/api/v1/previews {{Head}} {{Data(
                Json.Element(
                    new
                    {
                        operation = name,
                        subjects = new[] { subject },
                        input,
                    }
                )
            )}}{{carriedOut}}
            """;
    }

    /// <summary>Escapes the body for a shell: an apostrophe would end the quotes.</summary>
    private static string Data(JsonElement body) => $"-d '{body.GetRawText().Replace("'", "\\u0027", StringComparison.Ordinal)}'";

    private static string Words(IEnumerable<string> words) => string.Join(", ", words.Select(word => $"`{word}`"));

    private static string Part(string before, string? text) => text is null ? "" : before + text;

    private static string Anchor(Operation operation) => operation.Is.Name.Replace(".", "", StringComparison.Ordinal);
}
