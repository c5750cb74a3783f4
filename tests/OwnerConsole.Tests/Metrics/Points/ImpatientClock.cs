using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Tests.Metrics.Catalogue;

namespace OwnerConsole.Tests.Metrics.Points;

/// <summary>A clock that ends every turn of a worker after one step.</summary>
internal sealed class ImpatientClock : TimeProvider
{
    private long _stamp;

    public override long GetTimestamp() => _stamp += TimestampFrequency * 6;
}
