using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Revenue.Manual;

public sealed class CreateManualSubscriptionExample : Example
{
    public override string OperationName => "manual_subscription.create";

    public override JsonElement? RefusedInput => Json.Element(new { name = " ", price = new { amount = 4900, currency = "USD" } });

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await stage.Tenant());

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("manual_subscription.change", run.Lines[0].Created!, Json.Element(new { quantity = 7 }));
        return true;
    }
}

/// <summary>A subscription that began just now.</summary>
public abstract class ManualSubscriptionExample : Example
{
    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var input = Json.Element(new { name = "Pro", price = new { amount = 4900, currency = "USD" } });
        var run = await stage.Run("manual_subscription.create", await stage.Tenant(), input);
        return new(run.Lines[0].Created!);
    }
}

public sealed class ChangeManualSubscriptionExample : ManualSubscriptionExample
{
    public override string OperationName => "manual_subscription.change";

    public override JsonElement? RefusedInput => Json.Element(new { price = "49.001" });
}

public sealed class EndManualSubscriptionExample : ManualSubscriptionExample
{
    public override string OperationName => "manual_subscription.end";
}

public sealed class CreateManualInvoiceExample : Example
{
    public override string OperationName => "manual_invoice.create";

    public override JsonElement? RefusedInput => Json.Element(new { amount = new { amount = 0, currency = "USD" } });

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await stage.Tenant());

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("manual_invoice.mark_paid", run.Lines[0].Created!);
        return true;
    }
}

/// <summary>An open invoice.</summary>
public abstract class ManualInvoiceExample : Example
{
    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var run = await stage.Run("manual_invoice.create", await stage.Tenant(), Json.Element(new { amount = new { amount = 4900, currency = "USD" } }));
        return new(run.Lines[0].Created!);
    }
}

public sealed class MarkInvoicePaidExample : ManualInvoiceExample
{
    public override string OperationName => "manual_invoice.mark_paid";
}

public sealed class VoidManualInvoiceExample : ManualInvoiceExample
{
    public override string OperationName => "manual_invoice.void";
}
