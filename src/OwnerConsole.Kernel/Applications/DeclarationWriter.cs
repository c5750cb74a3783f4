using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Stores the application's declaration. An identical declaration changes nothing; operations that are missing are no longer offered.</summary>
public sealed partial class DeclarationWriter(
    Database database,
    DeclarationCache declarations,
    OperationCatalogue catalogue,
    IMeterDeclarations meters,
    LogWriter logbook
)
{
    private const int MaxOperations = 100,
        MostMeters = 100,
        MostAttributes = 50,
        MostChoices = 100,
        MostSubjectTypes = 20,
        LongestMinutes = 7 * 24 * 60;

    /// <summary>Names of built-in breakdowns and report fields, which can't be attributes.</summary>
    private static readonly HashSet<string> s_reservedAttributes = [.. TenantReportRequest.KnownAttributes, "plan", "status", "tenant"];

    /// <summary>Names that already have a meaning where subjects are named.</summary>
    private static readonly HashSet<string> s_reservedSubjectTypes =
    [
        TaskSubjectTypes.Tenant,
        TaskSubjectTypes.Member,
        "subject",
        "operation",
        "run",
        "page",
        "command",
    ];

    /// <param name="replace">True to replace the declaration of an application with another name.</param>
    /// <exception cref="Problem">400 that names the field; 409 when another application is already declared.</exception>
    public async Task<DeclaredApplication> Save(Caller caller, Mode mode, ApplicationReport report, bool replace, CancellationToken stop)
    {
        Check(report);
        database.DiskSpaceGuard.ThrowIfFull();
        var declared = await TransientErrors.Retry(() => Write(caller, mode, report, replace, stop), stop);
        await declarations.Read(stop);
        return declared;
    }

    /// <returns>Null before the application of that mode has declared anything.</returns>
    public static Task<DeclaredApplication?> Find(Mode mode, UnitOfWork work) =>
        work.One<DeclaredApplication>(
            "select mode, body, declared_by, declared_at from core.applications where tenant_id = 'tnt_platform' and mode = @mode",
            new { mode }
        );

    private async Task<DeclaredApplication> Write(Caller caller, Mode mode, ApplicationReport report, bool replace, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("application.declare"), [IdGenerator.Platform], stop);
        var body = Json.Element(report);
        var before = await work.One<DeclaredApplication>(
            """
            select mode, body, declared_by, declared_at from core.applications where tenant_id = 'tnt_platform' and mode = @mode for no key update
            """,
            new { mode }
        );
        if (!replace && before?.Report.Name is { } other && other != report.Name)
            throw new Problem(
                409,
                "other_application",
                $"{Shorten(other)} is already declared. To replace its operations, meters and attributes with those of {Shorten(report.Name)}, add ?replace=true."
            );
        await work.Execute(
            """
            insert into core.applications as a (tenant_id, mode, body, declared_by, declared_at)
            values ('tnt_platform', @mode, @body, @caller, now())
            on conflict (tenant_id, mode) do update set body = excluded.body, declared_by = excluded.declared_by, declared_at = excluded.declared_at
            """,
            new
            {
                mode,
                body,
                caller = caller.Id,
            }
        );
        await SaveOperations(mode, report.Operations ?? [], work);
        await meters.Apply(mode, report.Meters ?? [], work);
        foreach (var (name, title) in Titles(report))
            await work.SetName(ApplicationOperation.EntityIdOf(name), "operation", title);
        if (before is null || !JsonElement.DeepEquals(JsonSerializer.Deserialize<JsonElement>(before.Body), body))
            logbook.Write(
                [
                    new LogLine(
                        IdGenerator.Platform,
                        "intake",
                        caller.Id,
                        "done",
                        Sentence.Say($"The {mode} application declared {report.Operations?.Count ?? 0:operation} and {report.Tasks?.Count ?? 0:task}.")
                    ),
                ],
                work
            );
        work.Notify(DeclarationCache.Channel);
        await work.Commit();
        return new(mode, body.GetRawText(), caller.Id, work.Now);
    }

    private async Task SaveOperations(Mode mode, IReadOnlyList<OperationReport> operations, UnitOfWork work)
    {
        await work.Execute(
            """
            insert into core.application_operations as o (tenant_id, mode, name, body, opened_at)
            select 'tnt_platform', @mode, s.name, s.body, now() from unnest(@names, @bodies) s(name, body)
            on conflict (tenant_id, mode, name) do update
               set body = excluded.body, closed_at = null,
                   opened_at = case when o.closed_at is null then o.opened_at else excluded.opened_at end
            """,
            new
            {
                mode,
                names = operations.Select(operation => operation.Name).ToArray(),
                bodies = operations.Select(operation => Json.Element(operation)).ToArray(),
            }
        );
        await work.Execute(
            """
            update core.application_operations set closed_at = now()
             where tenant_id = 'tnt_platform' and mode = @mode and closed_at is null and name <> all(@names)
            """,
            new { mode, names = operations.Select(operation => operation.Name).ToArray() }
        );
    }

    // Sentences can refer to an operation only by id, because its title comes from the application.
    private IEnumerable<(string Name, string Title)> Titles(ApplicationReport report) =>
        (report.Operations ?? [])
            .Select(operation => (operation.Name, operation.Title))
            .Concat((report.Tasks ?? []).Select(task => (task, catalogue.Title(task))));

    private void Check(ApplicationReport report)
    {
        CheckText(report.Name, 1, 80, "name");
        if (report.Version is { } version)
            CheckText(version, 1, 80, "version");
        if (report.ImpersonationUrl is { } url && !IsAddress(url))
            throw Problem.Invalid("impersonation_url", "must be an https URL without a fragment or credentials. http is allowed only for localhost.");
        if ((report.Tasks ?? []).FirstOrDefault(task => !ConsoleTasks.All.Contains(task)) is { } unknown)
            throw Problem.Invalid(
                "tasks",
                $"{Shorten(unknown)} is not a console task. Allowed: {string.Join(", ", ConsoleTasks.All.Order(StringComparer.Ordinal))}."
            );
        if ((report.Previews ?? []).Except(report.Tasks ?? [], StringComparer.Ordinal).FirstOrDefault() is { } foreign)
            throw Problem.Invalid("previews", $"{Shorten(foreign)} is not listed in tasks.");
        var types = report.SubjectTypes ?? [];
        if (types.Count > MostSubjectTypes)
            throw Problem.Invalid("subject_types", $"must have at most {MostSubjectTypes} entries.");
        foreach (var (type, place) in types.Select((type, place) => (type, place)))
            Check(type, $"subject_types[{place}]");
        CheckUnique("subject_types", types.Select(type => type.Name));
        var operations = report.Operations ?? [];
        if (operations.Count > MaxOperations)
            throw Problem.Invalid("operations", $"must have at most {MaxOperations} entries.");
        for (var place = 0; place < operations.Count; place++)
            Check(operations[place], types, $"operations[{place}]");
        CheckUnique("operations", operations.Select(operation => operation.Name));
        if (report.Meters is { Count: > MostMeters })
            throw Problem.Invalid("meters", $"must have at most {MostMeters} entries.");
        CheckUnique("meters", report.Meters?.Select(meter => meter.Key));
        CheckAttributes(report.Attributes, "attributes", s_reservedAttributes);
        CheckAttributes(report.MemberAttributes, "member_attributes", []);
    }

    private static void CheckAttributes(IReadOnlyList<AttributeReport>? attributes, string field, HashSet<string> reserved)
    {
        if (attributes is { Count: > MostAttributes })
            throw Problem.Invalid(field, $"must have at most {MostAttributes} entries.");
        CheckUnique(field, attributes?.Select(attribute => attribute.Name));
        foreach (var (place, attribute) in (attributes ?? []).Index())
            Check(attribute, $"{field}[{place}]", reserved);
    }

    private static void Check(AttributeReport attribute, string at, HashSet<string> reserved)
    {
        if (!AttributeNameText.Pattern().IsMatch(attribute.Name))
            throw Problem.Invalid($"{at}.name", "must be 1 to 40 lowercase letters, digits and underscores.");
        if (reserved.Contains(attribute.Name))
            throw Problem.Invalid($"{at}.name", "is reserved by the console.");
        CheckText(attribute.Title, 2, 60, $"{at}.title");
        if (attribute.Type is AttributeValueType.Choice ? attribute.Choices is not { Count: >= 1 and <= MostChoices } : attribute.Choices is not null)
            throw Problem.Invalid($"{at}.choices", $"must be 1 to {MostChoices} strings for the type choice, and must be omitted for other types.");
        foreach (var choice in attribute.Choices ?? [])
            CheckText(choice, 1, 100, $"{at}.choices");
        CheckUnique($"{at}.choices", attribute.Choices);
    }

    private static void CheckUnique(string field, IEnumerable<string>? names)
    {
        if (names?.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw Problem.Invalid(field, $"lists {Shorten(twice.Key)} twice.");
    }

    private void Check(SubjectTypeReport type, string at)
    {
        if (!SubjectTypeName().IsMatch(type.Name))
            throw Problem.Invalid($"{at}.name", "must be 1 to 40 lowercase letters and underscores, starting with a letter, such as booking.");
        if (s_reservedSubjectTypes.Contains(type.Name) || catalogue.Own.Any(own => own.Definition.Subject == type.Name))
            throw Problem.Invalid($"{at}.name", $"{type.Name} is reserved by the console.");
        CheckText(type.Title, 2, 40, $"{at}.title");
        CheckText(type.Titles, 2, 40, $"{at}.titles");
    }

    private void Check(OperationReport operation, IReadOnlyList<SubjectTypeReport> types, string at)
    {
        if (!OperationName().IsMatch(operation.Name))
            throw Problem.Invalid($"{at}.name", "must be noun.verb in lowercase letters, digits and underscores, such as booking.reassign.");
        if (catalogue.Own.Any(own => own.Definition.Name == operation.Name))
            throw Problem.Invalid($"{at}.name", $"{operation.Name} is reserved by the console.");
        if (operation.Subject is not (TaskSubjectTypes.Tenant or TaskSubjectTypes.Member) && types.All(type => type.Name != operation.Subject))
            throw Problem.Invalid($"{at}.subject", $"{Shorten(operation.Subject)} is not tenant, member, or one of subject_types.");
        CheckText(operation.Title, 2, 60, $"{at}.title");
        CheckText(operation.Done, 2, 60, $"{at}.done");
        if (operation.Description is { } description)
            CheckText(description, 0, 500, $"{at}.description");
        if (operation.Weight is { People: < 0 } or { MinorUnits: < 0 })
            throw Problem.Invalid($"{at}.weight", "must not be negative.");
        if (operation.Minutes is < 1 or > LongestMinutes)
            throw Problem.Invalid($"{at}.minutes", $"must be 1 to {LongestMinutes}.");
        DeclaredInput.Read(operation.Input, $"{at}.input");
    }

    private static void CheckText(string text, int least, int most, string at)
    {
        if (text.Trim().Length < least || text.Length > most || text.Any(char.IsControl))
            throw Problem.Invalid(at, $"must be one line of {least} to {most} characters.");
    }

    private static string Shorten(string text) => text.Length > 80 ? text[..80] : text;

    private static bool IsAddress(string url) =>
        url.Length <= 500
        && Uri.TryCreate(url, UriKind.Absolute, out var address)
        && address is { UserInfo: "", Fragment: "" }
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    [GeneratedRegex(@"^[a-z][a-z_]{0,39}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SubjectTypeName();

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,39}\.[a-z][a-z0-9_]{0,39}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OperationName();
}

/// <summary>The last declaration of an application.</summary>
/// <param name="Body">JSON of an <see cref="ApplicationReport"/>.</param>
/// <param name="DeclaredBy">API key that sent it.</param>
public sealed record DeclaredApplication(Mode Mode, string Body, string DeclaredBy, DateTimeOffset DeclaredAt)
{
    public ApplicationReport Report => Json.Read<ApplicationReport>(JsonSerializer.Deserialize<JsonElement>(Body));
}
