using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Revenue.Rates;

public sealed class SetExchangeRateExample : Example
{
    private static int s_rates = 1;

    public override string OperationName => "exchange_rate.set";

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform, NewRate()));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run(OperationName, IdGenerator.Platform, NewRate());
        return true;
    }

    private static JsonElement NewRate() =>
        Json.Element(
            new
            {
                currency = "SEK",
                day = "2026-10-01",
                per_euro = (10 + Interlocked.Increment(ref s_rates) / 1000m).ToString(CultureInfo.InvariantCulture),
            }
        );
}
