using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Mails;

/// <summary>Email: the mail server, templates, and the email log.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Settings, "Email", MailRoutes.Address, MailRoutes.Read, 30),
            new(Section.Settings, "Email templates", TemplateRoutes.Address, TemplateRoutes.Read, 31),
            new(Section.Reliability, "Email log", LetterRoutes.Address, LetterRoutes.Read, 5),
        ];

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton(TestMail.Template).AddSingleton(CheckpointMailing.Template);
        services.AddSingleton<MailTemplates>().AddSingleton<IOptionSource>(provider => provider.GetRequiredService<MailTemplates>());
        services.AddSingleton<SmtpServer>().AddSingleton(MailSettings.Passwords);
        services.AddSingleton<Sending>().AddSingleton<IWorkKind>(provider => provider.GetRequiredService<Sending>());
        services.AddSingleton<IWorkKind, SendingLater>().AddSingleton<IWorkKind, CheckpointMailing>();
        services
            .AddSingleton<LetterList>()
            .AddSingleton<LetterExport>()
            .AddSingleton<IFinder, LetterFinder>()
            .AddSingleton<LetterRoutes>()
            .AddSingleton<MailRoutes>()
            .AddSingleton<TemplateRoutes>()
            .AddSingleton<AnchorRoutes>();
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        MailRoutes.Map(routes);
        TemplateRoutes.Map(routes);
        LetterRoutes.Map(routes);
        AnchorRoutes.Map(routes);
    }
}
