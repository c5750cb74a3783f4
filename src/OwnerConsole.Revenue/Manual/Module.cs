using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Revenue.Manual;

/// <summary>Subscriptions and invoices that are paid without a payment provider, such as by bank transfer.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override void AddServices(IServiceCollection services) => services.AddSingleton<IWorkHandler, SubscriptionEnds>();
}
