using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Revenue.Movements;

public sealed class CloseMonthExample : Example
{
    public override string OperationName => "month.close";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.Console.WaitForRevenue();
        await using var work = await stage.Console.Database.Read();
        var next = await work.One<DateOnly>(
            "select coalesce((select max(month) + interval '1 month' from movements.closings where closed_by is null), '2020-01-01')::date"
        );
        return new(IdGenerator.Platform, Input(next));
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await using var work = await stage.Console.Database.Read();
        var closed = await work.One<DateOnly>("select max(month) from movements.closings where closed_by is null");
        await stage.Console.WaitForRevenue();
        await stage.Run("month.close", IdGenerator.Platform, Input(closed.AddMonths(1)));
        return true;
    }

    private static System.Text.Json.JsonElement Input(DateOnly month) => Json.Element(new { month = month.ToString("O", CultureInfo.InvariantCulture) });
}
