using PdfSharp.Fonts;

namespace OwnerConsole.Revenue.Billing.Summaries;

/// <summary>Reads the fonts of PDF files from the web root, where the build copies them.</summary>
internal sealed class DocumentFonts(string webRoot) : IFontResolver
{
    public const string Family = "DejaVu Sans";

    private const string Regular = "DejaVuSans.ttf",
        Bold = "DejaVuSans-Bold.ttf";

    private static readonly Lock s_register = new();

    /// <summary>PDFsharp keeps one resolver per process.</summary>
    public static void Register(string webRoot)
    {
        lock (s_register)
            GlobalFontSettings.FontResolver ??= new DocumentFonts(webRoot);
    }

    public FontResolverInfo ResolveTypeface(string familyName, bool bold, bool italic) => new(bold ? Bold : Regular);

    public byte[] GetFont(string faceName) => File.ReadAllBytes(Path.Combine(webRoot, "fonts", faceName));
}
