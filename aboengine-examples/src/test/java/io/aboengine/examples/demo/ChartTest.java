package io.aboengine.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.money.Money;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class ChartTest {

    @Test
    void has_two_bars_and_a_point_for_each_month_and_says_what_they_are() throws Exception {
        Document svg = parsed(Chart.svg(List.of(
                month("2025-11", "EUR 1000.00", "EUR 250.50", "EUR 749.50"),
                month("2025-12", "EUR 2000.00", "EUR 2100.00", "EUR 649.50"),
                month("2026-01", "EUR 0.00", "EUR 0.00", "EUR 649.50"))));

        assertThat(texts(svg, "title"))
                .contains("2025-11 billed: EUR 1,000.00", "2025-11 collected: EUR 250.50", "2026-01 open: EUR 649.50")
                .hasSize(1 + 3 * 3);
        assertThat(texts(svg, "text"))
                .contains("billed", "collected", "open at the end of the month", "EUR")
                .contains("Nov", "Dec", "Jan", "2025", "2026")
                .contains("0", "500", "1,000", "2,500");
    }

    @Test
    void can_show_a_month_without_business() throws Exception {
        Document svg = parsed(Chart.svg(List.of(month("2025-01", "EUR 0.00", "EUR 0.00", "EUR 0.00"))));
        assertThat(texts(svg, "text")).contains("Jan", "0");
    }

    private static Month month(String month, String billed, String moneyIn, String open) {
        Money zero = Books.zero();
        return new Month(
                YearMonth.parse(month),
                1,
                Money.parse(billed),
                0,
                zero,
                0,
                zero,
                Money.parse(moneyIn),
                zero,
                zero,
                Money.parse(open),
                zero);
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> texts(Document svg, String tag) {
        NodeList nodes = svg.getElementsByTagName(tag);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }
}
