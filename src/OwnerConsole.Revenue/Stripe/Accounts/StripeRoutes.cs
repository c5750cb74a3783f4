using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Revenue.Stripe.Pages;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Stripe.Accounts;

/// <summary>Serves the connections to Stripe as a settings page and through the API.</summary>
public sealed class StripeRoutes(Database database, StripeClients clients, SecretBox box, PlatformForms forms)
{
    public const string Address = "/settings/stripe",
        TestAddress = Address + "/test",
        Read = "stripe.read";

    private static readonly SettingsForm s_form = new(typeof(ConnectStripe.Input), ConnectStripe.Name, Address, "Stripe connected");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, StripeRoutes self) => self.Show(context, submitted: null, trial: null)).RequirePermission(Read);
        routes.MapPost(Address, (HttpContext context, StripeRoutes self) => self.Save(context)).RequirePermission(ConnectStripe.Name);
        routes.MapPost(TestAddress, (HttpContext context, StripeRoutes self) => self.Test(context)).RequirePermission(ConnectStripe.Name);
        routes
            .MapGet("/api/v1/stripe/connections", (HttpContext context, StripeRoutes self) => self.List(context))
            .WithSummary("List the connections to Stripe with their account and the state of their events. Keys and secrets are never returned.")
            .WithListPaging()
            .Produces<Page<StripeConnectionView>>()
            .RequirePermission(Read);
        routes
            .MapPost("/api/v1/stripe/test", (HttpContext context, StripeRoutes self) => self.Try(context))
            .WithSummary("Test an API key without saving it. Returns the account, and what the key can't read.")
            .AcceptsJson<ConnectStripe.Input>()
            .Produces<StripeTestResult>()
            .RequirePermission(ConnectStripe.Name);
    }

    private async Task<IResult> Show(HttpContext context, SubmittedSettings? submitted, StripeTestResult? trial)
    {
        await using var work = await database.Read(context.RequestAborted);
        return new PageResult(
            "Stripe",
            PageResult.Of<StripePage>(
                (nameof(StripePage.Caller), Caller.Of(context)),
                (nameof(StripePage.Connections), await StripeConnectionView.ListWithCopies(work)),
                (nameof(StripePage.Trial), trial),
                (nameof(StripePage.Form), await s_form.Content(context, forms, new Dictionary<string, string>(StringComparer.Ordinal), submitted))
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
        var input = Json.Read<ConnectStripe.Input>(s_form.Input(form), "input");
        try
        {
            return await Show(context, s_form.Submitted(form, problem: null), await Look(input, context.RequestAborted));
        }
        catch (Problem problem) when (problem.Status < 500)
        {
            // The error is shown in place of the result, because the response replaces only this part of the page.
            return await Show(context, s_form.Submitted(form, problem: null), StripeTestResult.Failed(input.Mode, problem.Message));
        }
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown();
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(new Page<StripeConnectionView>(await StripeConnectionView.ListWithCopies(work), null, null), Json.ResponseOptions);
    }

    private async Task<IResult> Try(HttpContext context)
    {
        context.Request.RequireKnown();
        var input = await RequestBody.ReadJson<ConnectStripe.Input>(context, context.RequestAborted);
        return Results.Json(await Look(input, context.RequestAborted), Json.ResponseOptions);
    }

    /// <exception cref="Problem">400 when the key is missing or has the wrong format.</exception>
    private async Task<StripeTestResult> Look(ConnectStripe.Input input, CancellationToken stop)
    {
        var key = input.ApiKey?.Trim() is { Length: > 0 } typed ? typed : await FindKey(input.Mode, stop);
        if (StripeKey.FindProblem(key, input.Mode) is { } wrong)
            throw new Problem(400, wrong.Code, new SentenceRenderer().Text(wrong.Sentence));
        try
        {
            var account = await AccountProbe.Read(clients.Create(key), stop);
            return new(null, account.AccountId, account.Name, input.Mode, StripeConnection.ApiVersion, StripeKey.IsRestricted(key), account.MissingPermissions);
        }
        catch (Exception error) when (StripeFault.Explain(error) is { } explained && !stop.IsCancellationRequested)
        {
            return StripeTestResult.Failed(input.Mode, explained);
        }
    }

    /// <returns>The stored key of this mode.</returns>
    private async Task<string> FindKey(Mode mode, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await StripeConnection.Find(mode, work) is { } stored ? stored.DecryptKey(box) : throw new Problem(400, "api_key_needed", "Enter the API key.");
    }
}
