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
            .WithSummary("Get the mail server or service, and the sender. Passwords and keys are never returned.")
            .Produces<MailView>()
            .RequirePermission(Read);
    }

    /// <param name="submitted">The submitted form; null to show the stored settings.</param>
    private async Task<IResult> Show(HttpContext context, SubmittedSettings? submitted)
    {
        await using var work = await database.Read(context.RequestAborted);
        var settings = await MailSettings.Find(work);
        var console = await PlatformAddress.Of(work);
        var service = ServiceOf(submitted?.Values.GetValueOrDefault("service") ?? context.Request.Text("service")) ?? settings?.Service ?? MailKind.Smtp;
        var form = await s_form.Content(context, forms, Values(settings?.Service == service ? settings : null, settings, service), submitted);
        return new PageResult(
            "Email",
            PageResult.Of<MailPage>(
                (nameof(MailPage.Caller), Caller.Of(context)),
                (nameof(MailPage.Settings), settings),
                (nameof(MailPage.Service), service),
                (nameof(MailPage.CallbackUrl), EmailCallbackRoutes.UrlOf(service, console)),
                (nameof(MailPage.HasLinks), console is not null),
                (nameof(MailPage.Counts), await emails.Count(work)),
                (nameof(MailPage.Anchor), await LogAnchor.Find(work)),
                (nameof(MailPage.Form), form with { Fields = Fields(form.Fields, service, settings?.Service == service ? settings : null) })
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
        return Results.Json(MailView.Of(await MailSettings.Find(work), await PlatformAddress.Of(work)), Json.ResponseOptions);
    }

    private static MailKind? ServiceOf(string? text) => Enum.GetValues<MailKind>().Cast<MailKind?>().FirstOrDefault(kind => kind!.Value.ToText() == text);

    /// <summary>The fields of a service, which is chosen by the tabs of the page. What it can't do without is required.</summary>
    /// <param name="same">The settings if they are of this service, so that a blank field keeps their keys; null otherwise.</param>
    private static IReadOnlyList<InputField> Fields(IReadOnlyList<InputField> all, MailKind service, MailSettings? same) =>
        [
            .. all.Where(field =>
                    ConfigureMail.FieldsOf(service).Contains(field.Name) && (field.Name != "remove_callback_key" || same?.CallbackKey is not null)
                )
                .Select(field =>
                    field.Name switch
                    {
                        "service" => field with { IsGiven = true },
                        "host" => field with { Required = true },
                        "api_key" => field with { Required = same is null },
                        _ => field,
                    }
                ),
        ];

    /// <param name="same">The settings if they are of the shown service; null otherwise.</param>
    private static Dictionary<string, string> Values(MailSettings? same, MailSettings? settings, MailKind service)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["service"] = service.ToText() };
        if (settings is not null)
            (values["from_address"], values["from_name"]) = (settings.FromAddress, settings.FromName ?? "");
        if (same is { Service: MailKind.Smtp })
        {
            values["host"] = same.Host;
            values["port"] = same.Port.ToString(CultureInfo.InvariantCulture);
            values["encryption"] = same.Encryption.ToText();
            values["user_name"] = same.UserName ?? "";
        }
        if (same?.Region is { } region)
            values["region"] = region.ToText();
        return values;
    }
}
