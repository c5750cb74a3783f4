using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Broadcasts: messages to many members by email, in-app notification and configured channels.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [new(Section.Messaging, "Broadcasts", BroadcastRoutes.Address, BroadcastRoutes.Read, 10) { Synonyms = "announcements, newsletter, message everyone" }];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton(BroadcastContent.Template)
            .AddSingleton<RecipientReader>()
            .AddSingleton<InAppDelivery>()
            .AddSingleton<BroadcastCorrector>()
            .AddSingleton<BroadcastTracking>()
            .AddSingleton<BroadcastRoutes>()
            .AddSingleton<IEmailSource, BroadcastEmails>()
            .AddSingleton<BroadcastMessages>()
            .AddSingleton<IMessageSource>(provider => provider.GetRequiredService<BroadcastMessages>())
            .AddSingleton<IOptionSource, ChannelSource>()
            .AddSingleton<IFinder, BroadcastFinder>()
            .AddSingleton(BroadcastExportParts.Messages)
            .AddSingleton<IWorkHandler, BroadcastSender>();

    public override IEnumerable<Setting> Settings => [BroadcastTracking.Setting];

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        BroadcastRoutes.Map(routes);
        BroadcastTracking.Map(routes);
    }
}
