using System.Net;
using System.Text;

namespace OwnerConsole.Tests.Tenants.Imports;

/// <summary>A body whose second part is sent only when a task is complete.</summary>
internal sealed class StalledContent(string first, Task wait, string second) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(first));
        await stream.FlushAsync();
        await wait;
        await stream.WriteAsync(Encoding.UTF8.GetBytes(second));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
