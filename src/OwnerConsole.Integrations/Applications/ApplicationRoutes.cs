using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Integrations.Applications.Pages;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Integrations.Applications;

/// <summary>Serves the application's declaration as a page and through the API.</summary>
public sealed class ApplicationRoutes(DeclarationWriter declaring, OperationCatalogue catalogue, Database database)
{
    public const string Address = "/settings/application";

    public const string Permission = "application.read";

    /// <summary>A realistic example of a declaration.</summary>
    public static readonly JsonElement Example = Json.Element(
        new
        {
            Name = "StudioApp",
            Version = "1.4.0",
            Tasks = new[] { ConsoleTasks.ResetDemoData },
            Previews = new[] { ConsoleTasks.ResetDemoData },
            SubjectTypes = new[]
            {
                new
                {
                    Name = "booking",
                    Title = "Booking",
                    Titles = "Bookings",
                },
            },
            Operations = new[]
            {
                new
                {
                    Name = "booking.reassign",
                    Title = "Reassign bookings",
                    Done = "reassigned",
                    Subject = TaskSubjectTypes.Member,
                    Input = new
                    {
                        Type = "object",
                        Properties = new { Reason = new { Type = "string", Title = "Reason" } },
                        Required = new[] { "reason" },
                    },
                    Reversal = OperationReversal.Compensates,
                    Minutes = 30,
                    Preview = true,
                },
            },
            Meters = new[]
            {
                new
                {
                    Key = "stored_bytes",
                    Name = "Stored bytes",
                    Unit = "byte",
                    EventType = "file.stored",
                    Adds = AggregationKind.Sum,
                    Value = "bytes",
                },
            },
            Attributes = new[]
            {
                new
                {
                    Name = "company_size",
                    Title = "Company size",
                    Type = AttributeValueType.Number,
                },
            },
            MemberAttributes = new[] { new { Name = "department", Title = "Department" } },
        }
    );

    public async Task<IResult> Declare(HttpContext context)
    {
        context.Request.RequireKnown("replace");
        var replace = context.Request.Flag("replace");
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        if (caller.Kind is CallerKind.Person)
            throw new Problem(403, "keys_only", "Only an application can send a declaration, with its API key.");
        if (caller.IsScoped)
            throw Problem.WholePlatform("A declaration applies to all tenants of the application. This key is limited to one tenant.");
        var report = await RequestBody.ReadJson<ApplicationReport>(context, context.RequestAborted);
        var mode = caller.Mode ?? Mode.Live;
        return Results.Json(ApplicationView.Of(await declaring.Save(caller, mode, report, replace, context.RequestAborted)), Json.ResponseOptions);
    }

    public async Task<IResult> Find(HttpContext context)
    {
        context.Request.RequireKnown();
        await using var work = await database.Read(context.RequestAborted);
        var declared = await DeclarationWriter.Find(await Modes.Shown(Caller.Of(context)!, work), work) ?? throw Problem.NotFound("application");
        return Results.Json(ApplicationView.Of(declared), Json.ResponseOptions);
    }

    public async Task<IResult> Show(HttpContext context)
    {
        await using var work = await database.Read(context.RequestAborted);
        var mode = await Modes.Shown(Caller.Of(context)!, work);
        return new PageResult(
            "Application",
            PageResult.Of<ApplicationPage>(
                (nameof(ApplicationPage.Declared), await DeclarationWriter.Find(mode, work)),
                (nameof(ApplicationPage.Mode), mode),
                (nameof(ApplicationPage.Catalogue), catalogue)
            )
        );
    }
}

/// <summary>The application's latest declaration.</summary>
/// <param name="Name">Name of the application.</param>
/// <param name="Version">Version of the application, as it reported it.</param>
/// <param name="ImpersonationUrl">Address that opens an impersonation session; null without impersonation.</param>
/// <param name="Tasks">Tasks that it carries out, such as tenant.export.</param>
/// <param name="Operations">Its own operations.</param>
/// <param name="Meters">Meters that it declares.</param>
/// <param name="Attributes">Attributes of tenants that it reports.</param>
/// <param name="DeclaredAt">When it last declared itself.</param>
/// <param name="Previews">Tasks whose result it can preview.</param>
/// <param name="SubjectTypes">Types of its own objects that operations can run on.</param>
/// <param name="MemberAttributes">Attributes of members that it reports.</param>
public sealed record ApplicationView(
    string Name,
    string? Version,
    string? ImpersonationUrl,
    IReadOnlyList<string> Tasks,
    IReadOnlyList<OperationReport> Operations,
    IReadOnlyList<MeterReport> Meters,
    IReadOnlyList<AttributeReport> Attributes,
    Mode Mode,
    DateTimeOffset DeclaredAt,
    IReadOnlyList<string> Previews,
    IReadOnlyList<SubjectTypeReport> SubjectTypes,
    IReadOnlyList<AttributeReport> MemberAttributes
)
{
    public static ApplicationView Of(DeclaredApplication declared)
    {
        var report = declared.Report;
        return new(
            report.Name,
            report.Version,
            report.ImpersonationUrl,
            report.Tasks ?? [],
            report.Operations ?? [],
            report.Meters ?? [],
            report.Attributes ?? [],
            declared.Mode,
            declared.DeclaredAt,
            report.Previews ?? [],
            report.SubjectTypes ?? [],
            report.MemberAttributes ?? []
        );
    }
}
