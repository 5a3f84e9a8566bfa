/** Sorts the table of all rows by the column whose heading was pressed; a second time, the other way round. Empty cells stay last. */
export const sortScript = `
const table = document.getElementById("rows");
const said = document.getElementById("sorted");
table.tHead.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  const heading = button.closest("th");
  const order = heading.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
  for (const cell of table.tHead.rows[0].cells) cell.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", order);
  const sign = order === "ascending" ? 1 : -1;
  const valueOf = (row) => row.cells[heading.cellIndex].dataset.value;
  const compare = (one, other) => {
    const [a, b] = [valueOf(one), valueOf(other)];
    if (a === "" || b === "") return (a === "") - (b === "");
    const difference = heading.dataset.type === "number" ? a - b : a.localeCompare(b);
    return sign * difference;
  };
  table.tBodies[0].append(...[...table.tBodies[0].rows].sort(compare));
  said.textContent = "Sorted by " + button.textContent.trim() + ", " + order;
});
`;
