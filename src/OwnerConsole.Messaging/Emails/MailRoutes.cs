using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Messaging.Emails.Pages;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Serves the email settings as a page and through the API.</summary>
/// <remarks>A separate form instead of a dialog, because dialogs put their values into the URL, where a password must not appear.</remarks>
public sealed class MailRoutes(Database database, EmailList emails, PlatformForms forms)
{
    public const string Address = "/settings/mail",
        Read = "mail.read";

    private const string Configure = "mail.configure";

    private static readonly IReadOnlyList<InputField> Fields = InputField.Of(typeof(ConfigureMail.Input));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, MailRoutes self) => self.Show(context, filled: null, problem: null)).RequirePermission(Read);
        routes.MapPost(Address, (HttpContext context, MailRoutes self) => self.Save(context)).RequirePermission(Configure);
        routes
            .MapGet("/api/v1/mail", (HttpContext context, MailRoutes self) => self.Find(context))
            .WithSummary("Get the mail server and the sender. The password is never returned.")
            .Produces<MailView>()
            .RequirePermission(Read);
    }

    /// <param name="filled">Submitted values by control name; null to show the current settings.</param>
    private async Task<IResult> Show(HttpContext context, IReadOnlyDictionary<string, string>? filled, Problem? problem)
    {
        await using var work = await database.Read(context.RequestAborted);
        var settings = await MailSettings.Find(work);
        return new PageResult(
            "Email",
            PageResult.Of<MailPage>(
                (nameof(MailPage.Caller), Caller.Of(context)),
                (nameof(MailPage.Settings), settings),
                (nameof(MailPage.HasLinks), await PlatformAddress.Of(work) is not null),
                (nameof(MailPage.Counts), await emails.Count(work)),
                (nameof(MailPage.Anchor), await LogAnchor.Find(work)),
                (nameof(MailPage.Fields), Fields),
                (nameof(MailPage.Values), filled ?? Values(settings)),
                (nameof(MailPage.Errors), FormErrors.Fields(problem)),
                (nameof(MailPage.StepUp), await forms.Prompt(context, Configure)),
                (nameof(MailPage.Trouble), FormErrors.Summary(problem))
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
            var input = FormInput.Json(Fields, name => form[name].LastOrDefault());
            var run = await forms.Start(context, form, Configure, input);
            return new ToastResult(new("Email settings saved") { Undo = OperationAddress.Undo(run.RunId, Address) }, Address);
        }
        catch (Problem problem) when (problem.Status < 500)
        {
            return await Show(context, Fields.ToDictionary(field => field.Name, field => form[field.Name].ToString(), StringComparer.Ordinal), problem);
        }
    }

    private async Task<IResult> Find(HttpContext context)
    {
        context.Request.RequireKnown();
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(MailView.Of(await MailSettings.Find(work)), Json.ResponseOptions);
    }

    private static Dictionary<string, string> Values(MailSettings? settings) =>
        settings is null
            ? new(StringComparer.Ordinal)
            : new(StringComparer.Ordinal)
            {
                ["host"] = settings.Host,
                ["port"] = settings.Port.ToString(CultureInfo.InvariantCulture),
                ["encryption"] = settings.Encryption.ToText(),
                ["user_name"] = settings.UserName ?? "",
                ["from_address"] = settings.FromAddress,
                ["from_name"] = settings.FromName ?? "",
            };
}
