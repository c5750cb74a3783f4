using System.Globalization;
using OwnerConsole.Ui.Documents;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Billing.Summaries;

/// <summary>Draws an invoice summary on A4 pages.</summary>
internal static class SummaryDocument
{
    /// <summary>Right end of the column before the amounts.</summary>
    private const double BeforeAmount = DocumentWriter.Right - 110;

    /// <returns>The PDF file.</returns>
    public static byte[] Draw(InvoiceSummary invoice)
    {
        using var document = new DocumentWriter($"Invoice summary {invoice.Number ?? invoice.Id}");
        DrawHead(document, invoice);
        DrawLines(document, invoice);
        DrawTotals(document, invoice);
        DrawPayments(document, invoice);
        document.NextLine(2);
        document.Text("This summary is not a tax invoice.", style: TextStyle.Soft);
        return document.Save();
    }

    private static void DrawHead(DocumentWriter document, InvoiceSummary invoice)
    {
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
                document.NameAndValue(name, value);
        document.NextLine();
    }

    private static void DrawLines(DocumentWriter document, InvoiceSummary invoice)
    {
        var (lines, more) = invoice.ReadLines();
        if (lines.Count == 0)
            return;
        document.Text("Description", style: TextStyle.Bold);
        document.TextBefore("Quantity", BeforeAmount, TextStyle.Bold);
        document.TextBefore("Amount", style: TextStyle.Bold);
        document.NextLine();
        document.Rule();
        foreach (var line in lines)
        {
            document.Text(document.Fit(line.Description, DocumentWriter.Right - DocumentWriter.Left - 190));
            if (line.Quantity is { } quantity)
                document.TextBefore(quantity.ToString("N0", CultureInfo.InvariantCulture), BeforeAmount);
            document.TextBefore(invoice.Of(line.AmountMinor).ToString());
            document.NextLine();
        }
        if (more > 0)
        {
            document.Text($"and {more} more", style: TextStyle.Soft);
            document.NextLine();
        }
        document.Rule();
    }

    private static void DrawTotals(DocumentWriter document, InvoiceSummary invoice)
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
                var style = name is "Total" or "Remaining" ? TextStyle.Bold : TextStyle.Plain;
                document.TextBefore(name, BeforeAmount, style);
                document.TextBefore(invoice.Of(minor).ToString(), style: style);
                document.NextLine();
            }
    }

    private static void DrawPayments(DocumentWriter document, InvoiceSummary invoice)
    {
        if (invoice.Payments.Count == 0)
            return;
        document.Heading("Payments");
        foreach (var payment in invoice.Payments)
        {
            var refunded = payment.RefundedMinor > 0 ? $", {invoice.Of(payment.RefundedMinor)} refunded" : "";
            var failure = payment.Failure is null ? "" : $": {payment.Failure}";
            document.Text(Day(payment.At, invoice)!); // null only without a time
            document.Text(
                document.Fit($"{payment.Method ?? "Payment"}, {payment.Status}{failure}{refunded}", DocumentWriter.Right - DocumentWriter.Left - 200),
                DocumentWriter.Left + 90
            );
            document.TextBefore(invoice.Of(payment.AmountMinor).ToString());
            document.NextLine();
        }
    }

    private static string? Day(DateTimeOffset? at, InvoiceSummary invoice) =>
        at is null
            ? null
            : TimeZoneInfo.ConvertTime(at.Value, TimeZoneInfo.FindSystemTimeZoneById(invoice.Zone)).ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
