using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace OwnerConsole.Shell;

/// <summary>Brotli for pages, which are written in many small pieces.</summary>
/// <remarks>The framework's own stops at quality 4; its fastest packs each piece by itself, and a directory left at twice the size.</remarks>
internal sealed class PagePacking : ICompressionProvider
{
    private static readonly BrotliCompressionOptions s_options = new() { Quality = 5 };

    public string EncodingName => "br";

    public bool SupportsFlush => true;

    public Stream CreateStream(Stream outputStream) => new BrotliStream(outputStream, s_options, leaveOpen: true);
}
