using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Messaging.Emails.Transports;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Email: the mail server or service, templates, and the email log.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Settings, "Email", MailRoutes.Address, MailRoutes.Read, 30)
            {
                Synonyms = "smtp, mail, mail server, resend, sendgrid",
                Tabs = EmailTabs.All,
            },
        ];

    public override IEnumerable<SearchEntry> SearchEntries =>
        [
            new("Email templates", TemplateRoutes.Address, TemplateRoutes.Read) { Description = "Email", Synonyms = "templates, email template" },
            new("Email log", EmailRoutes.Address, EmailRoutes.Read) { Description = "Email", Synonyms = "bounces, sent emails, mail log" },
        ];

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton(TestMail.Template).AddSingleton(CheckpointMailer.Template);
        services.AddSingleton<EmailTemplates>().AddSingleton<IOptionSource>(provider => provider.GetRequiredService<EmailTemplates>());
        services.AddSingleton(MailSettings.Passwords).AddSingleton(MailSettings.CallbackKeys);
        services
            .AddSingleton<SmtpConnectionPool>()
            .AddSingleton<IEmailTransport, SmtpTransport>()
            .AddSingleton<IEmailTransport, ResendTransport>()
            .AddSingleton<IEmailTransport, SendgridTransport>()
            .AddSingleton<EmailReports>()
            .AddSingleton<EmailCallbackRoutes>();
        services.AddSingleton<EmailSender>().AddSingleton<IWorkHandler>(provider => provider.GetRequiredService<EmailSender>());
        services.AddSingleton<IWorkHandler, DeferredEmailSender>().AddSingleton<IWorkHandler, CheckpointMailer>();
        services
            .AddSingleton<EmailList>()
            .AddSingleton<EmailExport>()
            .AddSingleton<IFinder, EmailFinder>()
            .AddSingleton<ISetupStep, EmailSetupStep>()
            .AddSingleton<IHealthSource, EmailHealthSource>()
            .AddSingleton<IEmailPreviewer, EmailPreviewer>()
            .AddSingleton<EmailRoutes>()
            .AddSingleton<MailRoutes>()
            .AddSingleton<TemplateRoutes>()
            .AddSingleton<TemplateEndpoints>()
            .AddSingleton<TemplatePreviewEndpoint>()
            .AddSingleton<AnchorRoutes>();
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        MailRoutes.Map(routes);
        TemplateRoutes.Map(routes);
        TemplateEndpoints.Map(routes);
        TemplatePreviewEndpoint.Map(routes);
        EmailRoutes.Map(routes);
        AnchorRoutes.Map(routes);
        EmailCallbackRoutes.Map(routes);
    }
}
