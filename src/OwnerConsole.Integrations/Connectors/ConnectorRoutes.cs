using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Integrations.Connectors.Pages;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>Serves the connected database as a settings page and through the API.</summary>
/// <remarks>A separate form instead of a dialog, because dialogs put their values into the URL, where a password must not appear.</remarks>
public sealed class ConnectorRoutes(Database database, SecretBox box, PlatformForms forms)
{
    public const string Address = "/settings/connector",
        TestAddress = Address + "/test",
        Read = "connector.read";

    private const string Configure = "connector.configure";

    private static readonly IReadOnlyList<InputField> Fields = InputField.Of(typeof(ConfigureConnector.Input));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, ConnectorRoutes self) => self.Show(context, null, null, null)).RequirePermission(Read);
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
                "Test a database connection without saving it. Returns the first rows of the three views with the meaning of each column, or what is wrong."
            )
            .AcceptsJson<ConfigureConnector.Input>()
            .Produces<ConnectorTestResult>()
            .RequirePermission(Configure);
    }

    private async Task<IResult> Show(HttpContext context, IReadOnlyDictionary<string, string>? filled, Problem? problem, ConnectorTestResult? trial)
    {
        await using var work = await database.Read(context.RequestAborted);
        var connector = await ConnectorView.Find(work);
        return new PageResult(
            "SQL views",
            PageResult.Of<ConnectorPage>(
                (nameof(ConnectorPage.Caller), Caller.Of(context)),
                (nameof(ConnectorPage.Connector), connector),
                (nameof(ConnectorPage.Trial), trial),
                (nameof(ConnectorPage.Fields), Fields),
                (nameof(ConnectorPage.Values), filled ?? Values(connector)),
                (nameof(ConnectorPage.Errors), FormErrors.Fields(problem)),
                (nameof(ConnectorPage.StepUp), await forms.Prompt(context, Configure)),
                (nameof(ConnectorPage.Trouble), FormErrors.Summary(problem))
            )
        )
        {
            Status = problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };
    }

    private async Task<IResult> Save(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        try
        {
            var run = await forms.Start(context, form, Configure, Input(form));
            return new ToastResult(new("Database connected") { Undo = OperationAddress.Undo(run.RunId, Address) }, Address);
        }
        catch (Problem problem) when (problem.Status < 500)
        {
            return await Show(context, Filled(form), problem, null);
        }
    }

    private async Task<IResult> Test(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        try
        {
            var trial = await Look(Json.Read<ConfigureConnector.Input>(Input(form), "input"), context.RequestAborted);
            return await Show(context, Filled(form), null, trial);
        }
        catch (Problem problem) when (problem.Status < 500)
        {
            // The error is shown in place of the rows, because the response replaces only this part of the page.
            return await Show(context, Filled(form), null, new(problem.Message, null, []));
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

    private static JsonElement Input(IFormCollection form) => FormInput.Json(Fields, name => form[name].LastOrDefault());

    /// <summary>The submitted values without the password, which is never shown again.</summary>
    private static Dictionary<string, string> Filled(IFormCollection form) =>
        Fields
            .Where(field => field.Kind is not FieldKind.Secret)
            .ToDictionary(field => field.Name, field => form[field.Name].ToString(), StringComparer.Ordinal);

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
