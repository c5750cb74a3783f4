using OwnerConsole.Data;
using OwnerConsole.Pure.Ids;

namespace OwnerConsole.Tests.Data;

public sealed class IdGeneratorTests
{
    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    [Fact]
    public void Ids_of_one_millisecond_sort_in_order_of_creation()
    {
        var ids = new IdGenerator(new Clock());

        var made = Enumerable.Range(0, 10_000).Select(_ => ids.New("dlv")).ToList();

        made.ShouldBe(made.Order(StringComparer.Ordinal));
        made.Distinct().Count().ShouldBe(10_000);
        made.ShouldAllBe(id => TypeId.IsValid("dlv", id));
    }

    [Fact]
    public void Ids_have_the_time_of_a_clock_that_was_corrected()
    {
        var clock = new Clock();
        var ids = new IdGenerator(clock);
        ids.New("dlv");
        clock.Now = clock.Now.AddHours(-1);

        TypeId.CreatedAt(ids.New("dlv")).ShouldBe(clock.Now);
    }
}
