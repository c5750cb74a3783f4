using System.Globalization;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Revenue.Movements;

public sealed class CloseMonthExample : Example
{
    public override string Of => "month.close";

    public override async Task<Given> Given(Stage stage)
    {
        await stage.Console.Counted();
        await using var work = await stage.Console.Database.Read();
        var next = await work.One<DateOnly>(
            "select coalesce((select max(month) + interval '1 month' from movements.closings where closed_by is null), '2020-01-01')::date"
        );
        return new(IdSource.Platform, Input(next));
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await using var work = await stage.Console.Database.Read();
        var closed = await work.One<DateOnly>("select max(month) from movements.closings where closed_by is null");
        await stage.Console.Counted();
        await stage.Do("month.close", IdSource.Platform, Input(closed.AddMonths(1)));
        return true;
    }

    private static System.Text.Json.JsonElement Input(DateOnly month) => Json.Element(new { month = month.ToString("O", CultureInfo.InvariantCulture) });
}
