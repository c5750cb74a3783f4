using System.Globalization;
using OwnerConsole.Ui.Theme;
using PdfSharp;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace OwnerConsole.Revenue.Billing.Summaries;

/// <summary>Draws an invoice summary on A4 pages.</summary>
internal sealed class SummaryDocument
{
    private const double Left = 56,
        Right = 539,
        Top = 64,
        Bottom = 760,
        LineHeight = 15;

    /// <summary>A name can be long, and each letter is measured.</summary>
    private const int MaxText = 200;

    private static readonly XFont s_title = new(DocumentFonts.Family, 18, XFontStyleEx.Bold),
        s_bold = new(DocumentFonts.Family, 9, XFontStyleEx.Bold),
        s_text = new(DocumentFonts.Family, 9);

    private static readonly XBrush s_soft = new XSolidBrush(XColor.FromArgb(0x5B, 0x64, 0x70));

    private readonly PdfDocument _document = new();
    private XGraphics _page = null!; // set by the constructor
    private double _at;

    private SummaryDocument(string title)
    {
        _document.Info.Title = title;
        _document.Info.Creator = "Owner Console";
        NewPage();
    }

    /// <returns>The PDF file.</returns>
    public static byte[] Draw(InvoiceSummary invoice)
    {
        var title = $"Invoice summary {invoice.Number ?? invoice.Id}";
        var document = new SummaryDocument(title);
        document.DrawHead(title, invoice);
        document.DrawLines(invoice);
        document.DrawTotals(invoice);
        document.DrawPayments(invoice);
        document.NextLine(2);
        document.Text("This summary is not a tax invoice.", Left, s_text, s_soft);
        return document.Save();
    }

    private byte[] Save()
    {
        _page.Dispose();
        using var file = new MemoryStream();
        _document.Save(file, closeStream: false);
        _document.Dispose();
        return file.ToArray();
    }

    private void DrawHead(string title, InvoiceSummary invoice)
    {
        Text(title, Left, s_title, XBrushes.Black);
        NextLine(2);
        foreach (
            var (name, value) in new[]
            {
                ("Seller", invoice.Seller),
                ("Customer", invoice.Customer),
                ("Email", invoice.Email),
                ("Tenant", invoice.Tenant),
                ("Invoice", invoice.Id),
                ("Status", Wording.Heading(invoice.Status)),
                ("Created", Day(invoice.CreatedAt, invoice)),
                ("Due", Day(invoice.DueAt, invoice)),
                ("Paid", Day(invoice.PaidAt, invoice)),
            }
        )
            if (!string.IsNullOrEmpty(value))
            {
                Text(name, Left, s_text, s_soft);
                Text(Fit(value, Right - Left - 90, s_text), Left + 90, s_text, XBrushes.Black);
                NextLine();
            }
        NextLine();
    }

    private void DrawLines(InvoiceSummary invoice)
    {
        var (lines, more) = invoice.ReadLines();
        if (lines.Count == 0)
            return;
        Text("Description", Left, s_bold, XBrushes.Black);
        TextBefore("Quantity", Right - 110, s_bold);
        TextBefore("Amount", Right, s_bold);
        NextLine();
        Rule();
        foreach (var line in lines)
        {
            Text(Fit(line.Description, Right - Left - 190, s_text), Left, s_text, XBrushes.Black);
            if (line.Quantity is { } quantity)
                TextBefore(quantity.ToString("N0", CultureInfo.InvariantCulture), Right - 110, s_text);
            TextBefore(invoice.Of(line.AmountMinor).ToString(), Right, s_text);
            NextLine();
        }
        if (more > 0)
        {
            Text($"and {more} more", Left, s_text, s_soft);
            NextLine();
        }
        Rule();
    }

    private void DrawTotals(InvoiceSummary invoice)
    {
        foreach (
            var (name, minor, isShown) in new[]
            {
                ("Subtotal", invoice.SubtotalMinor ?? 0, invoice.SubtotalMinor is not null && invoice.SubtotalMinor != invoice.TotalMinor),
                ("Discount", -invoice.DiscountMinor, invoice.DiscountMinor != 0),
                ("Tax", invoice.TaxMinor, invoice.TaxMinor != 0),
                ("Total", invoice.TotalMinor, true),
                ("Credit notes", -invoice.CreditedMinor, invoice.CreditedMinor != 0),
                ("Paid", invoice.PaidMinor, true),
                ("Remaining", invoice.RemainingMinor, true),
            }
        )
            if (isShown)
            {
                var font = name is "Total" or "Remaining" ? s_bold : s_text;
                TextBefore(name, Right - 110, font);
                TextBefore(invoice.Of(minor).ToString(), Right, font);
                NextLine();
            }
    }

    private void DrawPayments(InvoiceSummary invoice)
    {
        if (invoice.Payments.Count == 0)
            return;
        NextLine();
        Text("Payments", Left, s_bold, XBrushes.Black);
        NextLine();
        Rule();
        foreach (var payment in invoice.Payments)
        {
            var refunded = payment.RefundedMinor > 0 ? $", {invoice.Of(payment.RefundedMinor)} refunded" : "";
            var failure = payment.Failure is null ? "" : $": {payment.Failure}";
            Text(Day(payment.At, invoice)!, Left, s_text, XBrushes.Black); // null only without a time
            Text(Fit($"{payment.Method ?? "Payment"}, {payment.Status}{failure}{refunded}", Right - Left - 200, s_text), Left + 90, s_text, XBrushes.Black);
            TextBefore(invoice.Of(payment.AmountMinor).ToString(), Right, s_text);
            NextLine();
        }
    }

    private static string? Day(DateTimeOffset? at, InvoiceSummary invoice) =>
        at is null
            ? null
            : TimeZoneInfo.ConvertTime(at.Value, TimeZoneInfo.FindSystemTimeZoneById(invoice.Zone)).ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    private void Text(string text, double left, XFont font, XBrush brush) => _page.DrawString(text, font, brush, left, _at);

    /// <summary>Draws text that ends at a position.</summary>
    private void TextBefore(string text, double right, XFont font) => Text(text, right - _page.MeasureString(text, font).Width, font, XBrushes.Black);

    /// <summary>Shortens text to a width.</summary>
    private string Fit(string text, double width, XFont font)
    {
        var kept = text.Length > MaxText ? text[..MaxText] + "…" : text;
        while (kept.Length > 1 && _page.MeasureString(kept, font).Width > width)
            kept = kept.TrimEnd('…')[..^1] + "…";
        return kept;
    }

    private void Rule()
    {
        _page.DrawLine(new XPen(XColor.FromArgb(0xC8, 0xCE, 0xD6), 0.5), Left, _at - 8, Right, _at - 8);
        _at += 4;
    }

    private void NextLine(int lines = 1)
    {
        _at += lines * LineHeight;
        if (_at > Bottom)
            NewPage();
    }

    private void NewPage()
    {
        _page?.Dispose();
        var page = _document.AddPage();
        page.Size = PageSize.A4;
        _page = XGraphics.FromPdfPage(page);
        _at = Top;
    }
}
