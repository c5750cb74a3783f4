using OwnerConsole.Data;
using OwnerConsole.Pure.Ids;

namespace OwnerConsole.Tests.Pure.Ids;

public sealed class TypeIdTests
{
    [Fact]
    public void An_id_contains_its_creation_time()
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
    public void Ids_without_a_creation_time_return_none(string id) => TypeId.CreatedAt(id).ShouldBeNull();
}
