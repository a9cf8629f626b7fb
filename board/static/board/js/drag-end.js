/**
 * A drag ends where the pointer is released.
 *
 * Sortable checks every 50 ms what is under the pointer. A quick drop would end where the pointer was at the
 * last check, often in the old column, without a message. So the drop checks again.
 */
class DragEnd {
  static pluginName = "dragEnd";
  defaults = { dragEnd: true };

  /** Sortable calls this first when the pointer is released. */
  drop() {
    this.sortable._emulateDragOver(); // a private method of Sortable; a browser test covers it
  }
}

Sortable.mount(DragEnd);
