using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Messaging.MemberEmails.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Messaging.MemberEmails;

/// <summary>Emails that the team writes to single members, also to many selected ones at once.</summary>
public sealed class Module : Kernel.Modules.Module
{
    private const string MemberRead = "member.read";

    public override IEnumerable<Panel> Panels => [new("member.actions", MemberRead, 31, Draw)];

    public override void AddServices(IServiceCollection services) =>
        services.AddSingleton(MemberEmailSource.Frame).AddSingleton<IEmailSource, MemberEmailSource>();

    private static Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, UnitOfWork work) =>
        Task.FromResult(PageResult.Of<SendEmailButton>((nameof(SendEmailButton.Place), place)));
}
