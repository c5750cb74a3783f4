using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace OwnerConsole.Shell;

/// <summary>Brotli compression for pages, which are written in many small pieces.</summary>
/// <remarks>The framework's provider allows at most quality 4, and its fastest level compresses each piece separately, which doubled the size of a tenant list.</remarks>
internal sealed class PageCompression : ICompressionProvider
{
    private static readonly BrotliCompressionOptions s_options = new() { Quality = 5 };

    public string EncodingName => "br";

    public bool SupportsFlush => true;

    public Stream CreateStream(Stream outputStream) => new BrotliStream(outputStream, s_options, leaveOpen: true);
}
