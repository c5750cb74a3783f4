using OwnerConsole.Kernel.Data;
using OwnerConsole.Pure.Ids;

namespace OwnerConsole.Tests.Pure.Ids;

public sealed class TypeIdTests
{
    [Fact]
    public void An_id_says_when_it_was_made()
    {
        var before = TimeProvider.System.GetUtcNow().AddMilliseconds(-1);

        var made = TypeId.CreatedAt(new IdGenerator(TimeProvider.System).New("run"))!.Value;

        made.ShouldBeInRange(before, TimeProvider.System.GetUtcNow());
    }

    [Theory]
    [InlineData("")]
    [InlineData("before_third")]
    [InlineData("_01h455vb4pex5vsknk084sn02q")]
    [InlineData("run_81h455vb4pex5vsknk084sn02q")]
    [InlineData("run_00000000000000000000000000")]
    public void What_was_not_made_at_a_time_says_none(string id) => TypeId.CreatedAt(id).ShouldBeNull();
}
