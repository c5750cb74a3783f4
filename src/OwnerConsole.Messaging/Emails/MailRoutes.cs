using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Messaging.Emails.Pages;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Serves the email settings as a page and through the API.</summary>
public sealed class MailRoutes(Database database, EmailList emails, PlatformForms forms)
{
    public const string Address = "/settings/mail",
        Read = "mail.read";

    private const string Configure = "mail.configure";

    private static readonly SettingsForm s_form = new(typeof(ConfigureMail.Input), Configure, Address, "Email settings saved");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, MailRoutes self) => self.Show(context, submitted: null)).RequirePermission(Read);
        routes.MapPost(Address, (HttpContext context, MailRoutes self) => self.Save(context)).RequirePermission(Configure);
        routes
            .MapGet("/api/v1/mail", (HttpContext context, MailRoutes self) => self.Find(context))
            .WithSummary("Get the mail server and the sender. The password is never returned.")
            .Produces<MailView>()
            .RequirePermission(Read);
    }

    /// <param name="submitted">The submitted form; null to show the stored settings.</param>
    private async Task<IResult> Show(HttpContext context, SubmittedSettings? submitted)
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
                (nameof(MailPage.Form), await s_form.Content(context, forms, Values(settings), submitted))
            )
        )
        {
            Status = SubmittedSettings.StatusOf(submitted),
        };
    }

    private Task<IResult> Save(HttpContext context) => s_form.Save(context, forms, submitted => Show(context, submitted));

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
