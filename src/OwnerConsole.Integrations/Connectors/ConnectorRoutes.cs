using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Integrations.Connectors.Pages;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>Serves the connected database as a settings page and through the API.</summary>
public sealed class ConnectorRoutes(Database database, SecretBox box, PlatformForms forms)
{
    public const string Address = "/settings/connector",
        TestAddress = Address + "/test",
        Read = "connector.read";

    private const string Configure = "connector.configure";

    private static readonly SettingsForm s_form = new(typeof(ConfigureConnector.Input), Configure, Address, "Database connected");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, ConnectorRoutes self) => self.Show(context, submitted: null, trial: null)).RequirePermission(Read);
        routes.MapPost(Address, (HttpContext context, ConnectorRoutes self) => self.Save(context)).RequirePermission(Configure);
        routes.MapPost(TestAddress, (HttpContext context, ConnectorRoutes self) => self.Test(context)).RequirePermission(Configure);
        routes
            .MapGet("/api/v1/connector", (HttpContext context, ConnectorRoutes self) => self.Find(context))
            .WithSummary("Get the connected database and the state of its sync. The password is never returned.")
            .Produces<ConnectorView>()
            .RequirePermission(Read);
        routes
            .MapPost("/api/v1/connector/test", (HttpContext context, ConnectorRoutes self) => self.Try(context))
            .WithSummary(
                "Test a database connection without saving it. Returns the first rows of the three views with the meaning of each column, or what is wrong. Roles that hide fields see no rows."
            )
            .AcceptsJson<ConfigureConnector.Input>()
            .Produces<ConnectorTestResult>()
            .RequirePermission(Configure);
    }

    private async Task<IResult> Show(HttpContext context, SubmittedSettings? submitted, ConnectorTestResult? trial)
    {
        await using var work = await database.Read(context.RequestAborted);
        var connector = await ConnectorView.Find(work);
        return new PageResult(
            "SQL views",
            PageResult.Of<ConnectorPage>(
                (nameof(ConnectorPage.Caller), Caller.Of(context)),
                (nameof(ConnectorPage.Connector), connector),
                (nameof(ConnectorPage.Trial), trial),
                (nameof(ConnectorPage.Form), await s_form.Content(context, forms, Values(connector), submitted))
            )
        )
        {
            Status = SubmittedSettings.StatusOf(submitted),
        };
    }

    private Task<IResult> Save(HttpContext context) => s_form.Save(context, forms, submitted => Show(context, submitted, trial: null));

    private async Task<IResult> Test(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        try
        {
            var trial = await Look(Json.Read<ConfigureConnector.Input>(s_form.Input(form), "input"), context.RequestAborted);
            return await Show(context, s_form.Submitted(form, problem: null), trial);
        }
        catch (Problem problem) when (problem.Status < 500)
        {
            // The error is shown in place of the rows, because the response replaces only this part of the page.
            return await Show(context, s_form.Submitted(form, problem: null), new(problem.Message, null, []));
        }
    }

    private async Task<IResult> Find(HttpContext context)
    {
        context.Request.RequireKnown();
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(await ConnectorView.Find(work), Json.ResponseOptions);
    }

    private async Task<IResult> Try(HttpContext context)
    {
        context.Request.RequireKnown();
        return Results.Json(
            await Look(await RequestBody.ReadJson<ConfigureConnector.Input>(context, context.RequestAborted), context.RequestAborted),
            Json.ResponseOptions
        );
    }

    /// <exception cref="Problem">400 when the connection settings are invalid.</exception>
    private async Task<ConnectorTestResult> Look(ConfigureConnector.Input input, CancellationToken stop)
    {
        if (ConfigureConnector.Wrong(input) is { } wrong)
            throw new Problem(400, wrong.Code, new SentenceRenderer().Text(wrong.Sentence));
        ConnectorSettings? kept;
        await using (var work = await database.Read(stop))
            kept = await ConnectorSettings.Find(work);
        if (input.Password is null && !ConfigureConnector.KeepsPassword(kept, input))
            throw new Problem(400, "password_needed", "Enter the password again, because the host, port, database, role or encryption changed.");
        var settings = new ConnectorSettings(
            input.Host,
            input.Port,
            input.Database,
            input.UserName,
            kept?.Password ?? [],
            input.Encryption,
            kept?.OpenedBy ?? "",
            default
        );
        return await ConnectorTestResult.Run(settings, input.Password, box, stop);
    }

    private static Dictionary<string, string> Values(ConnectorView connector) =>
        connector.IsSetUp
            ? new(StringComparer.Ordinal)
            {
                ["host"] = connector.Host!, // never null when set up
                ["port"] = connector.Port!.Value.ToString(CultureInfo.InvariantCulture),
                ["database"] = connector.Database!,
                ["user_name"] = connector.UserName!,
                ["encryption"] = connector.Encryption!.Value.ToText(),
            }
            : [];
}
