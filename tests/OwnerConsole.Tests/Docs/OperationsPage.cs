using System.Text;
using System.Text.Json;
using OwnerConsole.Api;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Tests.Docs;

/// <summary>Generates docs/reference/operations.md from the operations.</summary>
internal static class OperationsPage
{
    private const string Head = "-H \"Authorization: Bearer $KEY\" -H \"Content-Type: application/json\"";

    public static string Of(OperationCatalogue catalogue)
    {
        var page = new StringBuilder(
            """
            # Operations reference

            Generated from the operations. `GET /api/v1/operations` returns the same list with a JSON Schema for each input. Every operation has a preview, is logged, and can be undone where stated;
            [Operations](../concepts/operations.md) shows the calls. An API key needs the operation's name as a scope.

            | Operation | Title | Undo |
            |---|---|---|

            """
        );
        foreach (var operation in catalogue.All)
            page.Append($"| [`{operation.Definition.Name}`](#{Anchor(operation)}) | {operation.Definition.Title} | {operation.Definition.UndoDescription} |\n");
        foreach (var operation in catalogue.All)
            Write(page, operation);
        return page.ToString();
    }

    private static void Write(StringBuilder page, Operation operation)
    {
        var source = OperationSource.Of(operation);
        page.Append($"\n## {operation.Definition.Name}\n\n{operation.Definition.Title}. {source.Summary}\n\n");
        page.Append($"- **Subject**: {Subject(operation)}. {Asks(operation.Definition)}\n");
        page.Append(
            $"- **Undo**: {operation.Definition.UndoDescription}{Part(" Restores: ", operation.Definition.RestoredByUndo)}{Part(" Not restored: ", operation.Definition.NotRestoredByUndo)}\n"
        );
        if (source.Refusals.Count > 0)
            page.Append($"- **Refusal codes**: {Words(source.Refusals)}\n");
        if (source.Events.Count > 0)
            page.Append($"- **Events**: {Words(source.Events)}; on undo: {Words(source.EventsUndone)}\n");
        var fields = InputField.Of(operation.InputType);
        if (fields.Count > 0)
            page.Append("\n| Input | Value |\n|---|---|\n");
        foreach (var (field, at) in fields.SelectMany(field => field.Fields.Select(part => (part, $"{field.Name}[].{part.Name}")).Prepend((field, field.Name))))
            page.Append($"| `{at}` | {Described(field)} |\n");
        page.Append(IsForPeople(operation, source) ? "\nOnly team members can do this, in the console.\n" : $"\n```sh\n{Curl(operation)}\n```\n");
    }

    private static string Described(InputField field)
    {
        var what = field.Kind switch
        {
            _ when field.Source is { } source => $"key of a {source}",
            FieldKind.Choice => string.Join(", ", field.Options.Select(option => $"`{option}`")),
            FieldKind.Tick => "true or false",
            FieldKind.Number => "number",
            FieldKind.Day => "date, such as 2026-11-20",
            FieldKind.Lines => "list of strings",
            FieldKind.Choices => "list of the allowed values",
            FieldKind.Prose => "multi-line string",
            FieldKind.Secret => "secret; it is stored encrypted and never shown again",
            FieldKind.Money => "`amount` in the smallest unit and `currency`",
            FieldKind.Rows => $"list of objects with {Words(field.Fields.Select(part => part.Name))}",
            _ => "string",
        };
        var need =
            field.Default is { } usual ? $"default `{usual}`"
            : field.Required ? "required"
            : "optional";
        return $"{what}; {need}.{Part(" ", field.Help)}";
    }

    /// <summary>Whether keys are refused, or can't confirm their identity.</summary>
    private static bool IsForPeople(Operation operation, OperationSource source) =>
        source.Refusals.Contains("people_only") || ConfirmationPolicy.For(1, default, operation.Definition) is RequiredConfirmation.StepUp;

    private static string Subject(Operation operation)
    {
        var subject = operation.Definition.Subject.Replace('_', ' ');
        return subject == "platform"
            ? $"the platform, `{IdGenerator.Platform}`"
            : $"1 to {Previews.MaxSubjects:N0}, each {("aeio".Contains(subject[0], StringComparison.Ordinal) ? "an" : "a")} {subject}";
    }

    private static string Asks(OperationDefinition declared) =>
        declared.RequiresStepUp ? $"{Question(declared)} Team members must confirm their identity first, once every 10 minutes." : Question(declared);

    private static string Question(OperationDefinition declared)
    {
        var (one, many) = (ConfirmationPolicy.For(1, default, declared), ConfirmationPolicy.For(26, default, declared));
        var others = one is RequiredConfirmation.StepUp ? $"also {ConfirmationText(many)}" : ConfirmationText(many);
        if (declared.IsDestructive)
            return $"Requires {ConfirmationText(one)} for one and {others} for more than 25, and always the name (or, for several, their number) typed as `confirmation`.";
        return declared.Subject == "platform"
            ? $"Requires {ConfirmationText(one)}."
            : $"Requires {ConfirmationText(one)} for one and {others} for more than 25.";
    }

    private static string ConfirmationText(RequiredConfirmation asked) =>
        asked switch
        {
            RequiredConfirmation.Nothing => "no confirmation",
            RequiredConfirmation.Confirm => "a confirmation",
            RequiredConfirmation.Reason => "a reason",
            RequiredConfirmation.StepUp => "a team member who confirms their identity in the console",
            _ => "a second approver",
        };

    private static string Curl(Operation operation)
    {
        var (name, input) = (operation.Definition.Name, operation.ExampleInput);
        if (operation.Definition.Subject == "tenant")
            return $"curl -fsS -X POST $CONSOLE/api/v1/tenants/ext:acme/{OperationEndpoints.Verb(name)} {Head} {Data(input)}";
        var subject = operation.Definition.Subject == "platform" ? IdGenerator.Platform : "ID";
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
            )}}
            curl -fsS -X POST $CONSOLE/api/v1/runs {{Head}} -d '{"preview": "prv_…"}'
            """;
    }

    /// <summary>Body as a shell argument, with apostrophes escaped because they would end the quotes.</summary>
    private static string Data(JsonElement body) => $"-d '{body.GetRawText().Replace("'", "\\u0027", StringComparison.Ordinal)}'";

    private static string Words(IEnumerable<string> words) => string.Join(", ", words.Select(word => $"`{word}`"));

    private static string Part(string before, string? text) => text is null ? "" : before + text;

    private static string Anchor(Operation operation) => operation.Definition.Name.Replace(".", "", StringComparison.Ordinal);
}
